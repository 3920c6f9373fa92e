import { createGroupCache } from '../../lib/attributes/group-cache.ts';
import { seededRandom, zipf } from './random.ts';

export type Load = {
  readonly loginsPerSecond: number;
  /** Seconds that one decision keeps a Lambda environment busy. */
  readonly decisionSeconds: number;
  readonly cacheSeconds: number;
  readonly groupsPerUser: number;
  /** All groups of the directory; how often one is met falls with its rank. */
  readonly groups: number;
};

export type Simulated = {
  readonly environments: number;
  /** Of the groups that decisions needed, how many came from the cache. */
  readonly hitRate: number;
  /** Of the decisions, how many took one round trip. */
  readonly oneRoundTrip: number;
  readonly groupReadsPerSecond: number;
  /** The reads per second of the group that is read most. */
  readonly hottestGroup: number;
};

/** Enough logins for two digits, and long enough for entries of the default cache to expire. */
const loginsToSimulate = (loginsPerSecond: number): number => Math.max(150_000, loginsPerSecond * 11);

/**
 * Logins arrive at random (Poisson), Lambda gives each to the environment that has been idle for the shortest time, and
 * each environment has the product's own group cache. Only the second half counts: by then the caches are warm.
 */
export const simulateCache = (load: Load): Simulated => {
  const random = seededRandom(7);
  const group = zipf(load.groups, random);
  const idle: { readonly cache: ReturnType<typeof createGroupCache> }[] = [];
  const busy: { readonly until: number; readonly environment: (typeof idle)[number] }[] = [];
  let now = 0;
  let environments = 0;
  let needed = 0;
  let hits = 0;
  let single = 0;
  let decisions = 0;
  const reads = new Map<number, number>();
  const logins = loginsToSimulate(load.loginsPerSecond);
  const warmUp = Math.floor(logins / 2);
  let measuredFrom = 0;
  for (let login = 0; login < logins; login += 1) {
    now += -Math.log(1 - random()) / load.loginsPerSecond;
    while (busy[0] !== undefined && busy[0].until <= now)
      idle.push((busy.shift() as (typeof busy)[number]).environment);
    let environment = idle.pop();
    if (environment === undefined) {
      environments += 1;
      environment = { cache: createGroupCache({ seconds: load.cacheSeconds, clock: () => now * 1000 }) };
    }
    busy.push({ until: now + load.decisionSeconds, environment });
    if (login === warmUp) measuredFrom = now;
    const remember = environment.cache.startReading();
    const wanted = new Set(Array.from({ length: load.groupsPerUser }, group));
    const missing = [...wanted].filter((rank) => environment.cache.get(String(rank)) === undefined);
    for (const rank of missing) remember(String(rank), undefined);
    if (login < warmUp) continue;
    decisions += 1;
    needed += wanted.size;
    hits += wanted.size - missing.length;
    if (missing.length === 0) single += 1;
    for (const rank of missing) reads.set(rank, (reads.get(rank) ?? 0) + 1);
  }
  const seconds = now - measuredFrom;
  return {
    environments,
    hitRate: needed === 0 ? 1 : hits / needed,
    oneRoundTrip: single / decisions,
    groupReadsPerSecond: (needed - hits) / seconds,
    hottestGroup: Math.max(0, ...reads.values()) / seconds,
  };
};
