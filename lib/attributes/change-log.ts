import type { AttributeValue, WriteRequest } from '@aws-sdk/client-dynamodb';
import { AttributeStoreError, InvalidCursorError } from '../errors.ts';
import type { CallOptions, Page } from './attribute-store.ts';
import { expiryOf, fromChange, toChange, toSortKey } from './change-codec.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { DynamoDBConnection } from './dynamodb-connection.ts';
import type { Change } from './item.ts';

/** BatchWriteItem's own limit. */
const maximumBatchWrites = 25;

type ChangeLogOptions = {
  readonly connection: DynamoDBConnection;
  readonly table: string;
  readonly retentionDays: number;
  readonly clock: () => number;
};

/** Table `changes`: every item's history, newest first. */
export type ChangeLog = ReturnType<typeof createChangeLog>;

export const createChangeLog = ({ connection, table, retentionDays, clock }: ChangeLogOptions) => {
  const send = { connection, table };
  return {
    /** Copies a change; doing it twice writes the same record. */
    append: async (partitionKey: string, change: Change, call: CallOptions): Promise<void> => {
      if (expiryOf(change, retentionDays) * 1000 <= clock()) {
        return;
      }
      await connection.call(
        'PutItem',
        { TableName: table, Item: fromChange(partitionKey, change, retentionDays) },
        call,
      );
    },
    /** @param latest reads the item's own `lastChange`, which a writer that died may not have copied */
    page: async (
      partitionKey: string,
      latest: () => Promise<Change | undefined>,
      { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
      call: CallOptions,
    ): Promise<Page<Change>> => {
      const listing = `changes#${partitionKey}`;
      const start = cursor === undefined ? undefined : toStart(partitionKey, fromCursor(listing, cursor));
      const first = start === undefined ? await latest() : undefined;
      const { changes, more } = await query(send, partitionKey, start, limit, call);
      const missing = first !== undefined && !changes.some(({ version }) => version === first.version);
      const entries = (missing ? [first, ...changes] : changes).slice(0, limit);
      const last = entries.at(-1);
      return last !== undefined && (more || entries.length < changes.length + Number(missing))
        ? { entries, next: toCursor(listing, toSortKey(last.version)) }
        : { entries };
    },
    erase: async (partitionKey: string, call: CallOptions): Promise<void> => {
      for (;;) {
        const { changes } = await query(send, partitionKey, undefined, maximumBatchWrites, call);
        if (changes.length === 0) {
          return;
        }
        await eraseBatch(send, partitionKey, changes, call);
      }
    },
  };
};

type Send = Pick<ChangeLogOptions, 'connection' | 'table'>;

const query = async (
  { connection, table }: Send,
  partitionKey: string,
  start: Record<string, AttributeValue> | undefined,
  limit: number,
  call: CallOptions,
): Promise<{ readonly changes: readonly Change[]; readonly more: boolean }> => {
  const answer = await connection.call(
    'Query',
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partitionKey } },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(start !== undefined && { ExclusiveStartKey: start }),
    },
    call,
  );
  return { changes: (answer.Items ?? []).map(toChange), more: answer.LastEvaluatedKey !== undefined };
};

const toStart = (partitionKey: string, sortKey: string): Record<string, AttributeValue> => {
  if (!/^\d{16}$/.test(sortKey)) {
    throw new InvalidCursorError('The cursor points to no change: start again without one.');
  }
  return { pk: { S: partitionKey }, sk: { S: sortKey } };
};

const eraseBatch = async (
  { connection, table }: Send,
  partitionKey: string,
  changes: readonly Change[],
  call: CallOptions,
): Promise<void> => {
  let requests: WriteRequest[] = changes.map(({ version }) => ({
    DeleteRequest: { Key: { pk: { S: partitionKey }, sk: { S: toSortKey(version) } } },
  }));
  for (let repetition = 1; requests.length > 0; repetition += 1) {
    const answer = await connection.call('BatchWriteItem', { RequestItems: { [table]: requests } }, call);
    requests = Object.values(answer.UnprocessedItems ?? {}).flat();
    if (requests.length > 0 && !(await connection.pause(repetition, call))) {
      throw new AttributeStoreError(`DynamoDB left ${requests.length} changes of "${partitionKey}": forget it again.`);
    }
  }
};
