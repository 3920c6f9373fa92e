import { mkdirSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { measureCallers } from './callers.ts';
import { lineChart } from './charts.ts';
import { measureDecisions } from './decision.ts';
import { measureHooks } from './hooks.ts';
import { formatTime } from './measure.ts';
import type { GroupsMeasured } from './packaged/measure-groups.ts';
import { measurePackaged, type PackagedMeasured } from './packaged/measure-packaged.ts';
import { measuredTable, printTable, type ReportTable, toMarkdown } from './report.ts';
import { measureSensitiveScan } from './sensitive-scan.ts';
import { missedTargets } from './targets.ts';

const program = new Command('bench')
  .description('Measures the packaged hooks against a hand-written Lambda, and the parts of a decision by themselves.')
  .option('--smoke', 'a few runs only: shows that everything works, its figures mean nothing', false)
  .option('--docs', 'write docs/performance-figures.md and the charts beside it', false)
  .option('--json <file>', 'where the figures go', 'reports/bench.json')
  .addHelpText('after', '\nExample:\n  npm run bench -- --json reports/before.json\n')
  .parse();
const { smoke, docs, json } = program.opts<{ smoke: boolean; docs: boolean; json: string }>();

const ratio = (value: number, baseline: number | undefined): string =>
  baseline === undefined ? '' : ` (${(value / baseline).toFixed(2)})`;

const packagedTable = (functions: readonly PackagedMeasured[]): ReportTable => {
  const [first] = functions;
  return {
    title: 'Packaged functions in AWS’s runtime interface client (in brackets: against the first)',
    head: ['function', 'bundle KB', 'cold start ms', 'half of all between', 'warm p50 ms', 'warm p99 ms', 'memory MiB'],
    rows: functions.map(({ name, bundleKB, cold, coldSpread: [low, high], warmP50, warmP99, memory }) => [
      name,
      bundleKB.toFixed(0),
      cold.toFixed(0) + ratio(cold, first?.cold),
      `${low.toFixed(0)} and ${high.toFixed(0)}`,
      warmP50.toFixed(2) + ratio(warmP50, first?.warmP50),
      warmP99.toFixed(2) + ratio(warmP99, first?.warmP99),
      memory.toFixed(0) + ratio(memory, first?.memory),
    ]),
  };
};

const groupsTable = (groups: readonly GroupsMeasured[]): ReportTable => ({
  title: 'A warm decision by the number of groups that the event names (in brackets: against none)',
  head: ['groups', 'p50 ms', 'cache off: p50 ms', 'of that the embedded DynamoDB', 'network round trips, cache off'],
  rows: groups.map(({ groups: count, warmP50, uncachedP50, storeP50, roundTrips }) => [
    String(count),
    warmP50.toFixed(2) + ratio(warmP50, groups[0]?.warmP50),
    uncachedP50.toFixed(2) + ratio(uncachedP50, groups[0]?.uncachedP50),
    storeP50.toFixed(2) + ratio(storeP50, groups[0]?.storeP50),
    String(roundTrips),
  ]),
});

const decisions = await measureDecisions({ smoke });
const callers = await measureCallers({ smoke });
const hooks = await measureHooks({ smoke });
const scan = await measureSensitiveScan({ smoke });
// Last: what it leaves in this process would slow down the others.
const packaged = await measurePackaged({ smoke });

const tables: readonly ReportTable[] = [
  packagedTable(packaged.functions),
  groupsTable(packaged.groups),
  measuredTable('The pure decision, two tokens', decisions),
  measuredTable('Proofs of the caller', callers),
  measuredTable('Parse and render, by hook', hooks),
  {
    title: 'Hostile texts in the sensitive-data guard: 8,000 characters, and growth from 2,000 (4 is linear)',
    head: ['text', 'median', 'growth'],
    rows: scan.map(({ name, median, growth }) => [name, formatTime(median), growth.toFixed(1)]),
  },
];
for (const table of tables) printTable(table);

const report = {
  measuredAt: new Date().toISOString(),
  node: process.version,
  smoke,
  packaged,
  decisions,
  callers,
  hooks,
  scan,
};
mkdirSync(new URL('../reports/', import.meta.url), { recursive: true });
writeFileSync(json, `${JSON.stringify(report, undefined, 2)}\n`);

if (docs) {
  const folder = new URL('../docs/performance/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const byClaims = decisions.filter(({ groups }) => groups === 10);
  const byGroups = decisions.filter(({ claims }) => claims === 20);
  const pointsOf = (figure: 'warmP50' | 'uncachedP50' | 'storeP50') =>
    packaged.groups.map((measured): [number, number] => [measured.groups, Number(measured[figure].toFixed(2))]);
  const microseconds = (nanoseconds: number) => Number((nanoseconds / 1000).toFixed(2));
  const charts = {
    'decision-by-claims.svg': lineChart({
      title: 'The pure decision by the number of claims, 10 groups',
      x: 'claims',
      y: 'microseconds',
      log: true,
      series: [{ name: 'median', points: byClaims.map(({ claims, median }) => [claims, microseconds(median)]) }],
    }),
    'decision-by-groups.svg': lineChart({
      title: 'The pure decision by the number of groups, 20 claims',
      x: 'groups',
      y: 'microseconds',
      series: [
        {
          name: 'median',
          points: byGroups
            .toSorted((a, b) => a.groups - b.groups)
            .map(({ groups, median }) => [groups, microseconds(median)]),
        },
      ],
    }),
    'warm-by-groups.svg': lineChart({
      title: 'A warm decision by the number of groups, DynamoDB included',
      x: 'groups',
      y: 'milliseconds',
      series: [
        { name: 'p50', points: pointsOf('warmP50') },
        { name: 'cache off', points: pointsOf('uncachedP50') },
        { name: 'of that DynamoDB', points: pointsOf('storeP50') },
      ],
    }),
  };
  for (const [file, svg] of Object.entries(charts)) writeFileSync(new URL(file, folder), svg);
  const figures = `<!-- Written by \`npm run bench -- --docs\`. -->\n\n${tables.map(toMarkdown).join('\n')}`;
  writeFileSync(new URL('figures.md', folder), figures);
}

const missed = missedTargets({ packaged, decisions, scan });
for (const line of missed) process.stdout.write(`target missed: ${line}\n`);
if (missed.length > 0 && !smoke) process.exitCode = 1;
