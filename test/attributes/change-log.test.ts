import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import type { ItemKey } from '../../lib/attributes/item.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';

const day = 24 * 60 * 60 * 1000;

describe('table changes', () => {
  let dynamodb: TestDynamoDB;
  beforeAll(async () => {
    dynamodb = await startTestDynamoDB();
  });
  afterAll(() => dynamodb.stop());

  const open = (clock: () => number) =>
    createDynamoDBAttributeStore({
      endpoint: dynamodb.endpoint,
      table: dynamodb.tables.attributes,
      changesTable: dynamodb.tables.changes,
      changesRetentionDays: 30,
      clock,
    });

  const records = async (subject: string) => {
    const { Items } = await dynamodb.client.send(
      new QueryCommand({
        TableName: dynamodb.tables.changes,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: `user#customers#${subject}` } },
      }),
    );
    return (Items ?? []).map(({ sk, at, expiresAt }) => ({ sk: sk?.S, at: at?.S, expiresAt: expiresAt?.N }));
  };

  it('sorts by version and is forgotten by DynamoDB after its days, counted from the change', async () => {
    const start = Date.parse('2026-01-01T00:00:00.000Z');
    let now = start;
    const store = open(() => now);
    const ada: ItemKey = { kind: 'user', realm: 'customers', subject: 'ada' };
    await store.put(ada, { attributes: {} }, { by: 'test', expectedVersion: 0 });
    now += day;
    await store.put(ada, { attributes: {} }, { by: 'test', expectedVersion: 1 });
    expect(await records('ada')).toEqual([
      { sk: '0000000000000001', at: '2026-01-01T00:00:00.000Z', expiresAt: String((start + 30 * day) / 1000) },
      { sk: '0000000000000002', at: '2026-01-02T00:00:00.000Z', expiresAt: String((start + 31 * day) / 1000) },
    ]);
    store.close();
  });

  it('gets no copy of a change that is over its days already', async () => {
    let now = Date.parse('2026-01-01T00:00:00.000Z');
    const store = open(() => now);
    const eve: ItemKey = { kind: 'user', realm: 'customers', subject: 'eve' };
    await store.createIfAbsent(eve, { attributes: {} }, { by: 'hook', signal: AbortSignal.timeout(5000) });
    expect(await records('eve')).toEqual([]);
    now += 30 * day;
    await store.put(eve, { attributes: {} }, { by: 'test', expectedVersion: 1 });
    expect((await records('eve')).map(({ sk }) => sk)).toEqual(['0000000000000002']);
    store.close();
  });
});
