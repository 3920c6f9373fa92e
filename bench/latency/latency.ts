import { createDynamoDBAttributeReader } from '../../lib/attributes/dynamodb-attribute-reader.ts';
import { contractPolicy, principalOf } from '../../test/contracts/contract-policy.ts';
import { startFaultyDynamoDB } from '../../test/support/faulty-dynamodb.ts';
import type { HookFixture } from '../../test/support/hook-fixture.ts';
import { createHookHarness, type HookHarness } from '../../test/support/hook-harness.ts';
import { hookFixtures } from '../../test/support/hooks/index.ts';
import { storeFaults } from '../../test/support/store-faults.ts';
import { printTable, toMarkdown } from '../report.ts';
import { type LatencyStore, startStore } from './start-store.ts';

/**
 * Latency of every hook, warm: its real Lambda entry with the real caller's proof, over HTTP to a DynamoDB in another
 * process, from the Lambda event to the answer. And how long it takes to answer while that DynamoDB hangs.
 *
 * `npm run bench:latency` prints a table; `-- --markdown` for the documentation; `-- --smoke` only shows that it runs.
 */
const smoke = process.argv.includes('--smoke');
const warmUps = smoke ? 2 : 100;
const calls = smoke ? 5 : 1000;

const nameOf = ({ hook, variant }: HookFixture): string => [hook.name, variant].filter(Boolean).join(' ');

const start = (fixture: HookFixture, { table }: LatencyStore, endpoint: string): Promise<HookHarness> =>
  createHookHarness(fixture, {
    policy: contractPolicy,
    reader: createDynamoDBAttributeReader({ endpoint, table, groupCacheSeconds: 60 }),
  });

const eventOf = (fixture: HookFixture): unknown => fixture.event(principalOf(fixture).request);

const timed = async (
  harness: HookHarness,
  event: unknown,
): Promise<{ readonly ms: number; readonly issued: boolean }> => {
  const call = await harness.caller.call(event);
  const begin = performance.now();
  const { outcome } = await harness.deliver(event, call);
  return { ms: performance.now() - begin, issued: outcome.issued };
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const warmLatency = async (fixture: HookFixture, store: LatencyStore) => {
  const harness = await start(fixture, store, store.endpoint);
  const event = eventOf(fixture);
  const times: number[] = [];
  for (let call = 0; call < warmUps + calls; call += 1) {
    const { ms, issued } = await timed(harness, event);
    if (!issued) throw new Error(`${nameOf(fixture)}: the benchmark's call got no token.`);
    if (call >= warmUps) times.push(ms);
  }
  const last = JSON.parse(harness.lines.at(-1) ?? '{}') as { readonly RoundTrips?: number };
  await harness.close();
  return { sorted: times.toSorted((a, b) => a - b), roundTrips: last.RoundTrips ?? Number.NaN };
};

const hang = storeFaults.find(({ name }) => name === 'hang before the first byte');
if (!hang) throw new Error('There is no fault "hang before the first byte" any more.');

/** From a warm process: the first call under the hang, when it was not known yet. */
const hangingLatency = async (fixture: HookFixture, store: LatencyStore): Promise<number> => {
  const faulty = await startFaultyDynamoDB(store.endpoint);
  try {
    const harness = await start(fixture, store, faulty.endpoint);
    const event = eventOf(fixture);
    await timed(harness, event);
    await faulty.inject(hang);
    const { ms, issued } = await timed(harness, event);
    if (issued) throw new Error(`${nameOf(fixture)}: issued although the store hangs.`);
    await harness.close();
    return ms;
  } finally {
    await faulty.stop();
  }
};

const milliseconds = (value: number, digits = 2): string => `${value.toFixed(digits)} ms`;

const store = await startStore();
const warm: Awaited<ReturnType<typeof warmLatency>>[] = [];
for (const fixture of hookFixtures) warm.push(await warmLatency(fixture, store));
// This is waiting, not work: all at once.
const hanging = await Promise.all(hookFixtures.map((fixture) => hangingLatency(fixture, store)));
store.stop();

const rows = hookFixtures.map((fixture, index) => {
  const { sorted = [], roundTrips = Number.NaN } = warm[index] ?? {};
  return [
    nameOf(fixture),
    milliseconds(percentile(sorted, 0.5)),
    milliseconds(percentile(sorted, 0.99)),
    String(roundTrips),
    milliseconds(fixture.hook.limits.deadlineMs, 0),
    milliseconds(hanging[index] ?? Number.NaN, 0),
  ];
});

const table = {
  title: `Latency of each hook, warm, ${calls} calls each`,
  head: ['hook', 'median', 'p99', 'round trips', 'deadline', 'answer while the store hangs'],
  rows,
};
if (process.argv.includes('--markdown')) process.stdout.write(toMarkdown(table));
else printTable(table);
