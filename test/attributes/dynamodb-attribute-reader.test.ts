import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AttributesQuery } from '../../lib/attributes/attribute-store.ts';
import { createDynamoDBAttributeReader } from '../../lib/attributes/dynamodb-attribute-reader.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { AttributeStoreError, DeadlinePassedError, MalformedItemError } from '../../lib/errors.ts';
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
  const pass = async (exchange: Exchange) => exchange.reply(await exchange.forward());
  let meet: (exchange: Exchange) => Promise<void> = pass;

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
    await store.put(
      { kind: 'user', realm: 'customers', subject: 'eve' },
      { attributes: {}, blocked: true },
      { by: 'test', expectedVersion: 0 },
    );
    await store.put(
      { kind: 'hook', instance: 'login' },
      { attributes: {}, mode: { mode: 'observe' } },
      { by: 'test', expectedVersion: 0 },
    );
    store.close();
    await faulty.inject({
      name: 'every exchange is noted',
      outcome: 'recovers',
      meet: async (exchange) => {
        exchanges.push(exchange);
        await meet(exchange);
      },
    });
  });
  afterAll(async () => {
    await faulty.stop();
    await dynamodb.stop();
  });
  beforeEach(() => {
    exchanges.length = 0;
    meet = pass;
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

  it.each(['{}', '{"UnprocessedKeys":{}}', '{"Responses":{}}', '{"Responses":{},"UnprocessedKeys":{}}'])(
    'takes %s, which tells of no key, for unread and asks again',
    async (body) => {
      const reader = open();
      meet = async (exchange) =>
        exchange.reply(exchanges.length === 1 ? { status: 200, body } : await exchange.forward());
      expect((await reader.load(query, soon())).user).toMatchObject({ version: 1 });
      meet = async (exchange) => exchange.reply({ status: 200, body });
      await expect(reader.load(query, soon())).rejects.toThrow(AttributeStoreError);
    },
  );

  it('takes an empty list for "there is none"', async () => {
    const reader = open();
    const body = JSON.stringify({ Responses: { [dynamodb.tables.attributes]: [] }, UnprocessedKeys: {} });
    meet = async (exchange) => exchange.reply({ status: 200, body });
    expect(await reader.load(query, soon())).toMatchObject({ user: undefined, roundTrips: 1 });
  });

  describe('of a blocked person', () => {
    const eve = { ...query, subject: { kind: 'user', id: 'eve' }, instance: 'login' } as const;
    const isOwn = ({ body }: Exchange) => body.includes('user#');
    const table = () => dynamodb.tables.attributes;
    /** Serves what `serves` lets through and leaves the other keys unprocessed, every time. */
    const serving = (serves: (partitionKey: string) => boolean) => async (exchange: Exchange) => {
      const { [table()]: request } = JSON.parse(exchange.body).RequestItems;
      const isServed = ({ pk }: { pk: { S: string } }) => serves(pk.S);
      const left = request.Keys.filter((key: { pk: { S: string } }) => !isServed(key));
      const asked = request.Keys.filter(isServed);
      const UnprocessedKeys = left.length === 0 ? {} : { [table()]: { ...request, Keys: left } };
      const body = JSON.stringify({ RequestItems: { [table()]: { ...request, Keys: asked } } });
      const answer = asked.length === 0 ? { status: 200, body: '{}' } : await exchange.forward(body);
      exchange.reply({ status: 200, body: JSON.stringify({ ...JSON.parse(answer.body), UnprocessedKeys }) });
    };
    const changing =
      (field: string, value: unknown, of = 'user#') =>
      async (exchange: Exchange) => {
        const answer = JSON.parse((await exchange.forward()).body);
        for (const record of answer.Responses[table()]) if (record.pk.S.startsWith(of)) record[field] = value;
        exchange.reply({ status: 200, body: JSON.stringify(answer) });
      };

    it.each<[string, (exchange: Exchange) => Promise<void>]>([
      [
        'the batch with the groups hangs',
        (exchange) => (isOwn(exchange) ? pass(exchange) : new Promise(() => undefined)),
      ],
      [
        'the batch with the groups is refused',
        async (exchange) => {
          if (!isOwn(exchange)) return exchange.reply({ status: 400, body: '{"__type":"#AccessDeniedException"}' });
          // Long after the refusal, which nothing may have been made of by then.
          await new Promise((resolve) => setTimeout(resolve, 100));
          return pass(exchange);
        },
      ],
      ['the groups are left unprocessed for ever', serving((partitionKey) => !partitionKey.startsWith('group#'))],
      ['another item is malformed', changing('attributes', { S: 'no map' }, 'hook#')],
      ['the rest of the item is malformed', changing('attributes', { S: 'no map' })],
    ])('tells that, although %s', async (_title, fault) => {
      meet = fault;
      const loaded = await open().load({ ...eve, groups: groupNames(150) }, soon());
      expect(loaded).toMatchObject({ user: { blocked: true }, roundTrips: 1 });
    });

    it('waits for the hook’s mode, without which nobody can say that the hook only observes', async () => {
      const served: string[] = [];
      meet = serving((partitionKey) => {
        served.push(partitionKey);
        return partitionKey.startsWith('user#') || served.filter((other) => other === partitionKey).length > 2;
      });
      const loaded = await open().load({ ...eve, groups: groupNames(9) }, soon());
      expect(loaded).toMatchObject({ user: { blocked: true }, modeOverride: { mode: 'observe' } });
      expect(loaded.modeUnread).toBeUndefined();
    });

    it('says when that mode cannot be read', async () => {
      meet = serving((partitionKey) => partitionKey.startsWith('user#'));
      expect(await open().load(eve, soon())).toMatchObject({ user: { blocked: true }, modeUnread: true });
    });

    it('says nothing where the own item is among what could not be read', async () => {
      meet = serving((partitionKey) => !partitionKey.startsWith('user#'));
      await expect(open().load(eve, soon())).rejects.toThrow(AttributeStoreError);
    });
  });

  it('remembers nothing of a group whose item is malformed', async () => {
    const reader = open(60);
    meet = async (exchange) => {
      const { Responses } = JSON.parse((await exchange.forward()).body);
      const group = { pk: { S: 'group#customers#staff' }, blocked: { BOOL: true } };
      Responses[dynamodb.tables.attributes].push(group);
      exchange.reply({ status: 200, body: JSON.stringify({ Responses }) });
    };
    for (let call = 0; call < 2; call += 1) {
      await expect(reader.load({ ...query, groups: ['staff'] }, soon())).rejects.toThrow(MalformedItemError);
    }
  });
});
