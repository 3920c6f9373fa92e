import { writeFileSync } from 'node:fs';
import { printTable, type ReportTable, toMarkdown } from '../report.ts';
import { type CostInput, costPerMillion, readUnits } from './cost.ts';
import { type Load, simulateCache } from './simulate-cache.ts';

/*
 * Writes docs/scale.md: what the product takes at 1 to 100,000 logins per second, on paper and by simulation of the real
 * group cache. `node bench/scale/scale.ts`, or `npm run bench:scale`.
 */

/** A warm decision in Lambda: one round trip to DynamoDB in the same region, and a few hundred microseconds of ours. */
const decisionSeconds = 0.012;
const base = { decisionSeconds, cacheSeconds: 5, groupsPerUser: 5, groups: 500 } as const;
const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits });
const percent = (share: number): string => `${number(share * 100)} %`;

/** One partition serves 3,000 read units per second, which is 6,000 eventually consistent reads of one small item. */
const readsOfOneItem = 6000;
/** The regional quota that every account begins with. */
const lambdaQuota = 1000;

const rates = [1, 10, 100, 1000, 10_000, 100_000] as const;

const growth = (): ReportTable => ({
  title: 'What grows with logins',
  head: [
    'logins/s',
    'Lambda environments busy',
    'environments ever used',
    'group reads from cache',
    'decisions with one round trip',
    'DynamoDB read units/s',
    'reads/s of the hottest group',
    'reads/s of one client, one mode item',
  ],
  rows: rates.map((loginsPerSecond) => {
    const simulated = simulateCache({ ...base, loginsPerSecond });
    const groupReadsPerLogin = simulated.groupReadsPerSecond / loginsPerSecond;
    return [
      number(loginsPerSecond),
      number(Math.ceil(loginsPerSecond * decisionSeconds)),
      number(simulated.environments),
      percent(simulated.hitRate),
      percent(simulated.oneRoundTrip),
      number(loginsPerSecond * readUnits({ groupReadsPerLogin, organization: false })),
      number(simulated.hottestGroup),
      number(loginsPerSecond),
    ];
  }),
});

const cacheEffect = (): ReportTable => {
  const cases: readonly [string, Partial<Load>][] = [
    ['no cache', { cacheSeconds: 0 }],
    ['1 s', { cacheSeconds: 1 }],
    ['5 s (default)', {}],
    ['60 s', { cacheSeconds: 60 }],
    ['5 s, 50 groups a user', { groupsPerUser: 50 }],
    ['5 s, 20,000 groups in all', { groups: 20_000 }],
  ];
  return {
    title: 'The cache of groups, at 1,000 logins per second',
    head: [
      'cache',
      'group reads from cache',
      'decisions with one round trip',
      'group reads/s',
      'a change of a group shows after at most',
    ],
    rows: cases.map(([name, changes]) => {
      const load = { ...base, loginsPerSecond: 1000, ...changes };
      const simulated = simulateCache(load);
      return [
        name,
        percent(simulated.hitRate),
        percent(simulated.oneRoundTrip),
        number(simulated.groupReadsPerSecond),
        `about ${load.cacheSeconds + 1} s`,
      ];
    }),
  };
};

const companies: readonly (readonly [string, Pick<CostInput, 'loginsPerSecond' | 'coldShare'>, monthly: number])[] = [
  ['20,000 people, office hours', { loginsPerSecond: 2, coldShare: 0.02 }, 1e6],
  ['2 million customers', { loginsPerSecond: 100, coldShare: 0.002 }, 60e6],
  ['50 million customers', { loginsPerSecond: 3000, coldShare: 0.0005 }, 2e9],
];

const cost = (): ReportTable => ({
  title: 'Cost of a million logins, in US dollars',
  head: ['company', 'Lambda', 'HTTP API', 'DynamoDB', 'logs', 'sum', 'logins a month', 'a month'],
  rows: companies.map(([name, { loginsPerSecond, coldShare }, monthly]) => {
    const simulated = simulateCache({ ...base, loginsPerSecond });
    const parts = costPerMillion({
      loginsPerSecond,
      coldShare,
      groupReadsPerLogin: simulated.groupReadsPerSecond / loginsPerSecond,
      organization: true,
      billedSeconds: decisionSeconds,
      memoryGB: 1,
      initSeconds: 0.3,
      logBytes: 1500,
      overHttp: true,
    });
    const sum = Object.values(parts).reduce((total, part) => total + part, 0);
    return [
      name,
      ...Object.values(parts).map((part) => number(part, 2)),
      number(sum, 2),
      number(monthly),
      number((sum * monthly) / 1e6),
    ];
  }),
});

const tables = [growth(), cacheEffect(), cost()];
for (const table of tables) printTable(table);

const page = `# Scale

Written by \`npm run bench:scale\` (bench/scale): arithmetic, and a simulation of logins that arrive at random, of Lambda's environments, and of the product's own group cache. Inputs: a warm decision takes ${number(decisionSeconds * 1000)} ms in Lambda, a user has ${base.groupsPerUser} groups out of ${base.groups}, popular ones far more often than others (Zipf), the directory names them, and 1 GB of memory. They are assumptions, not measurements on AWS; change them in the script.

${tables.map(toMarkdown).join('\n')}
A function that Cognito invokes directly saves the HTTP API.

## Where the limits are, and which setting moves them

| limit | reached at | what moves it |
| --- | --- | --- |
| Lambda's concurrency in the account (${number(lambdaQuota)} at first) | ${number(lambdaQuota / decisionSeconds)} logins/s | A quota increase. Reserved concurrency per hook (\`reservedConcurrency\`) keeps one hook from starving another; set it to at least logins/s x 0.012, with room for slow moments: a store that takes 1 s needs ${number(1 / decisionSeconds)} times as many. |
| How fast Lambda adds environments (1,000 every 10 s for a function) | a jump of ${number(1000 / decisionSeconds)} logins/s | Provisioned concurrency (\`provisionedConcurrency\`). |
| One item of DynamoDB: 3,000 read units/s, ${number(readsOfOneItem)} reads/s | ${number(readsOfOneItem)} logins/s of **one client**, or of **one hook instance** (its mode item) | These two are never cached, because a block and a kill switch must hold at once. Beyond it, give the IdP several hook instances of one realm, and large apps several client ids. |
| The hottest group's item | never before the above: the table shows its reads with the cache on | \`GROUP_CACHE_SECONDS\`. With 0, a group that everybody has is read at every login: the same ${number(readsOfOneItem)}/s. |
| A table on demand: doubles its former peak at once | the first busy day | Pre-warm the table (warm throughput) before a launch. |
| HTTP API: 10,000 requests/s in the account | 10,000 logins/s over HTTP | A quota increase; \`throttleRate\` and \`throttleBurst\` per route are ours. |

**At 10,000 logins/s**: quotas of Lambda and HTTP API raised, ${number(10_000 * decisionSeconds)} environments busy, a large client split in two. **At 100,000**: several accounts or regions, each with a replica of the table (global tables) and its own hook instances; hooks read only their region's replica, whose writes arrive a second or so later.

## Staleness

A change of a user, a membership, a client or a block is in the next token, within DynamoDB's replication (usually well under a second). A change of a group or an organization takes up to the cache's seconds more. A token keeps its claims until it expires; \`claims_epoch\` is for what cannot wait.
`;
writeFileSync(new URL('../../docs/scale.md', import.meta.url), page);
