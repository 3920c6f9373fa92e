import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import type { ItemKey } from '../../lib/attributes/item.ts';
import { AttributeStoreError, VersionConflictError } from '../../lib/errors.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { type Exchange, type FaultyDynamoDB, startFaultyDynamoDB } from '../support/faulty-dynamodb.ts';

const ada: ItemKey = { kind: 'user', realm: 'customers', subject: 'ada' };
const writer = fileURLToPath(new URL('../support/interrupted-writer.ts', import.meta.url));

describe('interrupted writes', () => {
  let dynamodb: TestDynamoDB;
  let faulty: FaultyDynamoDB;
  let store: AttributeStore & { close(): void };

  beforeEach(async () => {
    dynamodb = await startTestDynamoDB();
    faulty = await startFaultyDynamoDB(dynamodb.endpoint);
    const { attributes: table, changes: changesTable } = dynamodb.tables;
    store = createDynamoDBAttributeStore({ endpoint: faulty.endpoint, table, changesTable, groupCacheSeconds: 0 });
    await store.put(ada, { attributes: { step: 1 } }, { by: 'test', expectedVersion: 0 });
  });

  afterEach(async () => {
    store.close();
    await faulty.stop();
    await dynamodb.stop();
  });

  const isPutTo = ({ operation, body }: Exchange, table: string): boolean =>
    operation === 'PutItem' && JSON.parse(body).TableName === table;

  /** What table `changes` itself holds, oldest first. */
  const copiedVersions = async (): Promise<readonly (string | undefined)[]> => {
    const { Items } = await dynamodb.client.send(
      new QueryCommand({
        TableName: dynamodb.tables.changes,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'user#customers#ada' } },
      }),
    );
    return (Items ?? []).map(({ sk }) => sk?.S?.replace(/^0+/, ''));
  };

  const historyOf = async () =>
    (await store.changes(ada, { limit: 10 })).entries.map(({ version, after }) => [version, after?.attributes['step']]);

  it('takes a put whose answer was lost for its own', async () => {
    let lost = false;
    await faulty.inject({
      name: 'the answer is lost once',
      outcome: 'recovers',
      meet: async (exchange) => {
        const answer = await exchange.forward();
        if (isPutTo(exchange, dynamodb.tables.attributes) && !lost) {
          lost = true;
          exchange.request.socket.destroy();
        } else {
          exchange.reply(answer);
        }
      },
    });
    const item = await store.put(ada, { attributes: { step: 2 } }, { by: 'test', expectedVersion: 1 });
    expect(item).toMatchObject({ version: 2, attributes: { step: 2 } });
    expect(await store.get(ada)).toEqual(item);
    expect(await copiedVersions()).toEqual(['1', '2']);
  });

  it("does not take another writer's put for its own", async () => {
    const direct = createDynamoDBAttributeStore({
      endpoint: dynamodb.endpoint,
      table: dynamodb.tables.attributes,
      changesTable: dynamodb.tables.changes,
    });
    await faulty.inject({
      name: 'somebody else writes first',
      outcome: 'recovers',
      meet: async (exchange) => {
        if (isPutTo(exchange, dynamodb.tables.attributes)) {
          await direct.put(ada, { attributes: { step: 2 } }, { by: 'test', expectedVersion: 1 });
        }
        exchange.reply(await exchange.forward());
      },
    });
    await expect(store.put(ada, { attributes: { step: 2 } }, { by: 'test', expectedVersion: 1 })).rejects.toThrow(
      VersionConflictError,
    );
    expect(await historyOf()).toEqual([
      [2, 2],
      [1, 1],
    ]);
    direct.close();
  });

  it('does not fail a write whose change cannot be copied, nor lose the change, nor overwrite it uncopied', async () => {
    const noHistory = async (exchange: Exchange) =>
      exchange.reply(
        isPutTo(exchange, dynamodb.tables.changes)
          ? { status: 400, body: JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException' }) }
          : await exchange.forward(),
      );
    await faulty.inject({ name: 'no permission on the history', outcome: 'recovers', meet: noHistory });
    await store.put(ada, { attributes: { step: 2 } }, { by: 'test', expectedVersion: 1 }).catch(() => undefined);
    // The first change was copied already; copying it again is refused, so the item stays as it is.
    expect(await store.get(ada)).toMatchObject({ version: 1 });

    await faulty.recover();
    let copies = 0;
    await faulty.inject({
      name: 'no permission after the first copy',
      outcome: 'recovers',
      meet: async (exchange) => {
        const isCopy = isPutTo(exchange, dynamodb.tables.changes);
        copies += Number(isCopy);
        await (isCopy && copies > 1 ? noHistory(exchange) : exchange.reply(await exchange.forward()));
      },
    });
    await store.put(ada, { attributes: { step: 2 } }, { by: 'test', expectedVersion: 1 });
    expect(await copiedVersions()).toEqual(['1']);
    await expect(store.put(ada, { attributes: { step: 3 } }, { by: 'test', expectedVersion: 2 })).rejects.toThrow(
      AttributeStoreError,
    );
    expect(await historyOf()).toEqual([
      [2, 2],
      [1, 1],
    ]);

    await faulty.recover();
    await store.put(ada, { attributes: { step: 3 } }, { by: 'test', expectedVersion: 2 });
    expect(await copiedVersions()).toEqual(['1', '2', '3']);
  });

  it.each([
    { step: 'before the item is put', table: 'attributes', forwarded: false, versions: [1] },
    { step: 'after the item was put', table: 'attributes', forwarded: true, versions: [2, 1] },
    { step: 'before its change is copied', table: 'changes', forwarded: false, versions: [2, 1] },
    { step: 'after its change was copied', table: 'changes', forwarded: true, versions: [2, 1] },
  ] as const)('loses nothing when the writer is killed $step', async ({ table, forwarded, versions }) => {
    const { promise: reached, resolve: arrive } = Promise.withResolvers<void>();
    await faulty.inject({
      name: 'the writer is killed',
      outcome: 'recovers',
      meet: async (exchange) => {
        // Only the writer's own change counts: first it copies the one before.
        const own = isPutTo(exchange, dynamodb.tables[table]) && exchange.body.includes('interrupted');
        if (!own || forwarded) {
          const answer = await exchange.forward();
          if (!own) {
            return exchange.reply(answer);
          }
        }
        arrive();
      },
    });
    const child = spawn(process.execPath, [
      writer,
      faulty.endpoint,
      dynamodb.tables.attributes,
      dynamodb.tables.changes,
    ]);
    await reached;
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);

    await faulty.recover();
    expect((await historyOf()).map(([version]) => version)).toEqual(versions);
    const item = await store.get(ada);
    expect(item?.version).toBe(versions[0]);
    await store.put(ada, { attributes: { step: 3 } }, { by: 'test', expectedVersion: item?.version ?? 0 });
    expect(await copiedVersions()).toEqual(
      [...versions]
        .reverse()
        .map(String)
        .concat(String(versions[0] + 1)),
    );
  });
});
