import instances from '../../hooks.config.ts';
import { storedFieldNames } from '../../lib/attributes/item-record.ts';
import { exchange } from '../../lib/http-exchange.ts';
import { type LambdaProcess, startLambdaProcess } from '../lambda-process.ts';
import { answered, type Subject } from './answered.ts';
import { cognitoClient, cognitoEvent, groupNames } from './events.ts';
import { inAnyOrder } from './in-any-order.ts';
import { median } from './percentile.ts';
import { type BenchmarkWorld, mostGroups, subject } from './world.ts';

export type GroupsMeasured = {
  readonly groups: number;
  /** Milliseconds of a warm call as the function is deployed: groups are kept for five seconds. */
  readonly warmP50: number;
  /** The same with the cache off, so that every call reads all groups. */
  readonly uncachedP50: number;
  /** Milliseconds of the embedded DynamoDB's own answer to what an uncached call asks, by a plain HTTP exchange. */
  readonly storeP50: number;
  /** Of an uncached call. */
  readonly roundTrips: number;
};

const roundTripsOf = (running: LambdaProcess): number => {
  const line = running.log.findLast((text) => text.includes('"RoundTrips"')) ?? '{}';
  return Number(JSON.parse(line).RoundTrips);
};

/** The BatchGetItems of one decision, unsigned, because the embedded DynamoDB does not look. */
const storeCalls = (
  environment: BenchmarkWorld['environment'],
  groups: number,
): readonly (() => Promise<unknown>)[] => {
  const [name = '', { realm } = { realm: '' }] =
    Object.entries(instances).find(([, { hook }]) => hook.startsWith('cognito/')) ?? [];
  const keys = [
    `user#${realm}#${subject}`,
    `client#${realm}#${cognitoClient}`,
    `hook#${name}`,
    ...groupNames(groups).map((group) => `group#${realm}#${group}`),
  ].map((pk) => ({ pk: { S: pk } }));
  const projection = {
    ProjectionExpression: storedFieldNames.map((field) => `#${field}`).join(),
    ExpressionAttributeNames: Object.fromEntries(storedFieldNames.map((field) => [`#${field}`, field])),
  };
  const batches = Math.ceil(keys.length / 100);
  const size = Math.ceil(keys.length / batches);
  return Array.from({ length: batches }, (_, batch) => {
    const Keys = keys.slice(batch * size, (batch + 1) * size);
    const body = JSON.stringify({ RequestItems: { [environment['ATTRIBUTES_TABLE'] ?? '']: { Keys, ...projection } } });
    return async () => {
      const { status } = await exchange({
        url: environment['DYNAMODB_ENDPOINT'] ?? '',
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
          authorization:
            'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=00',
          'x-amz-date': '20260101T000000Z',
        },
        body,
        signal: AbortSignal.timeout(5000),
        maximumBytes: 10_000_000,
      });
      if (status !== 200) throw new Error(`The embedded DynamoDB answered ${status} to the benchmark's own call.`);
    };
  });
};

/** One decision after the other over so many groups, in turn with the cache, without it, and the store's part alone. */
export const measureGroups = async (
  hook: Subject,
  { environment }: BenchmarkWorld,
  runs: number,
): Promise<readonly GroupsMeasured[]> => {
  const counts = [0, 10, 50, 100, mostGroups];
  const cached = await startLambdaProcess({ ...hook, environment });
  const uncached = await startLambdaProcess({ ...hook, environment: { ...environment, GROUP_CACHE_SECONDS: '0' } });
  const cases = counts.map((groups) => ({
    groups,
    called: { ...hook, event: () => cognitoEvent(groups) },
    calls: storeCalls(environment, groups),
    times: { cached: [] as number[], uncached: [] as number[], store: [] as number[] },
    roundTrips: 0,
  }));
  for (let round = -Math.ceil(runs / 10); round < runs; round += 1) {
    for (const each of inAnyOrder(cases)) {
      const withCache = await answered(cached, each.called);
      const withoutCache = await answered(uncached, each.called);
      each.roundTrips = roundTripsOf(uncached);
      const asked = performance.now();
      await Promise.all(each.calls.map((call) => call()));
      const store = performance.now() - asked;
      if (round < 0) continue;
      each.times.cached.push(withCache);
      each.times.uncached.push(withoutCache);
      each.times.store.push(store);
    }
  }
  await Promise.all([cached.stop(), uncached.stop()]);
  return cases.map(({ groups, times, roundTrips }) => ({
    groups,
    warmP50: median(times.cached),
    uncachedP50: median(times.uncached),
    storeP50: median(times.store),
    roundTrips,
  }));
};
