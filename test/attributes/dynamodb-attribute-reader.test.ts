import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AttributesQuery } from '../../lib/attributes/attribute-store.ts';
import { createDynamoDBAttributeReader } from '../../lib/attributes/dynamodb-attribute-reader.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { DeadlinePassedError } from '../../lib/errors.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { type Exchange, type FaultyDynamoDB, startFaultyDynamoDB } from '../support/faulty-dynamodb.ts';

const query: AttributesQuery = {
  realm: 'customers',
  subject: { kind: 'user', id: 'ada' },
  client: 'shop',
  groups: [],
  directoryGroups: true,
};
const groupNames = (count: number) => Array.from({ length: count }, (_, index) => `group ${index}`);

describe('DynamoDB attribute reader', () => {
  let dynamodb: TestDynamoDB;
  let faulty: FaultyDynamoDB;
  const exchanges: Exchange[] = [];

  beforeAll(async () => {
    dynamodb = await startTestDynamoDB();
    faulty = await startFaultyDynamoDB(dynamodb.endpoint);
    const { attributes: table, changes: changesTable } = dynamodb.tables;
    const store = createDynamoDBAttributeStore({ endpoint: dynamodb.endpoint, table, changesTable });
    await store.put(
      { kind: 'user', realm: 'customers', subject: 'ada' },
      { attributes: { a: 1 }, groups: ['directory'] },
      { by: 'test', expectedVersion: 0 },
    );
    store.close();
    await faulty.inject({
      name: 'every exchange is noted',
      outcome: 'recovers',
      meet: async (exchange) => {
        exchanges.push(exchange);
        exchange.reply(await exchange.forward());
      },
    });
  });
  afterAll(async () => {
    await faulty.stop();
    await dynamodb.stop();
  });
  beforeEach(() => {
    exchanges.length = 0;
  });

  const soon = () => ({ signal: AbortSignal.timeout(10_000) });
  const open = (groupCacheSeconds = 0) =>
    createDynamoDBAttributeReader({ endpoint: faulty.endpoint, table: dynamodb.tables.attributes, groupCacheSeconds });
  const requests = () =>
    exchanges.map(({ operation, body }) => ({
      operation,
      request: JSON.parse(body).RequestItems[dynamodb.tables.attributes],
    }));

  it('asks for every key once, in one call', async () => {
    const groups = ['staff', 'staff', 'Cafe\u0301', 'Caf\u00e9'];
    await open().load({ ...query, groups, organization: 'acme', instance: 'login', directoryGroups: false }, soon());
    expect(requests()).toMatchObject([
      {
        operation: 'BatchGetItem',
        request: {
          ConsistentRead: false,
          Keys: [
            'user#customers#ada',
            'member#customers#acme#ada',
            'client#customers#shop',
            'hook#login',
            'org#customers#acme',
            'group#customers#staff',
            'group#customers#Caf\u00e9',
          ].map((pk) => ({ pk: { S: pk } })),
        },
      },
    ]);
  });

  it('asks for what a decision needs, and not for the history that is as large', async () => {
    await open().load(query, soon());
    const names: unknown = Object.values(requests()[0]?.request.ExpressionAttributeNames);
    expect(names).toEqual(
      expect.arrayContaining(['pk', 'attributes', 'groups', 'blocked', 'version', 'epoch', 'mode']),
    );
    expect(names).not.toEqual(expect.arrayContaining(['lastChange']));
  });

  it('reads consistently for administrators', async () => {
    await open(5).load({ ...query, consistent: true }, soon());
    expect(requests().map(({ request }) => request.ConsistentRead)).toEqual([true, true]);
  });

  it('spreads many keys over as few calls as there can be, side by side', async () => {
    const loaded = await open().load({ ...query, groups: groupNames(199) }, soon());
    expect(requests().map(({ request }) => request.Keys.length)).toEqual([67, 67, 67, 1]);
    expect(loaded.roundTrips).toBe(2);
    exchanges.length = 0;
    await open().load({ ...query, groups: groupNames(98), directoryGroups: false }, soon());
    expect(requests().map(({ request }) => request.Keys.length)).toEqual([100]);
  });

  it('begins no attempt when there is hardly time left', async () => {
    const inTime = { signal: AbortSignal.timeout(10_000), deadline: Date.now() + 79 };
    await expect(open().load(query, inTime)).rejects.toThrow(DeadlinePassedError);
    expect(exchanges).toEqual([]);
  });

  it('warms the connection up that the first call then uses', async () => {
    const reader = open();
    await reader.warmUp(soon());
    await reader.load(query, soon());
    const [warmUp, first] = exchanges.map(({ request }) => request.socket.remotePort);
    expect(first).toBe(warmUp);
    expect(requests()[0]).toMatchObject({ operation: 'BatchGetItem', request: { Keys: [{ pk: { S: 'warm-up#' } }] } });
  });

  it('survives a warm-up that fails', async () => {
    const reader = createDynamoDBAttributeReader({ endpoint: 'http://127.0.0.1:1', table: 'none' });
    await expect(reader.warmUp({ signal: AbortSignal.timeout(200) })).resolves.toBeUndefined();
  });
});
