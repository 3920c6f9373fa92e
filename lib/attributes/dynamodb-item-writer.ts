import { VersionConflictError } from '../errors.ts';
import type { CallOptions, WriteOptions } from './attribute-store.ts';
import type { ChangeLog } from './change-log.ts';
import type { DynamoDBConnection } from './dynamodb-connection.ts';
import { isConditionFailure } from './dynamodb-fault.ts';
import type { Item, ItemKey } from './item.ts';
import { fromItem, toItem } from './item-codec.ts';
import { toPartitionKey } from './item-key.ts';
import type { TableRecord } from './item-record.ts';
import type { WriteContext } from './next-item.ts';

type ItemWriterOptions = {
  readonly connection: DynamoDBConnection;
  readonly table: string;
  readonly read: (partitionKey: string, call: CallOptions) => Promise<TableRecord | undefined>;
  readonly log: ChangeLog;
  readonly clock: () => number;
};

/**
 * Writes items: one conditional put on `version`, which carries the change in `lastChange`. The change is copied to table
 * `changes` right after, and by the next writer before it overwrites; so wherever a writer dies, nothing is lost.
 */
export const createItemWriter = ({ connection, table, read, log, clock }: ItemWriterOptions) => ({
  /** @throws VersionConflictError; AttributeStoreError, after which only reading tells whether it was written */
  write: async (
    key: ItemKey,
    options: WriteOptions,
    next: (context: WriteContext) => Item,
    call: CallOptions,
  ): Promise<Item> => {
    const partitionKey = toPartitionKey(key);
    const record = await read(partitionKey, call);
    const current = record && toItem(record);
    const item = next({ key, current, options, at: new Date(clock()).toISOString() });
    if (current?.lastChange !== undefined) {
      await log.append(partitionKey, current.lastChange, call);
    }
    const writeId = crypto.randomUUID();
    if (!(await putIfVersion(connection, table, fromItem(item, writeId), options.expectedVersion, call))) {
      await assertOurs(partitionKey, writeId, await read(partitionKey, call));
    }
    if (item.lastChange !== undefined) {
      // The change is safe in the item; a fault of the copy is the next writer's to meet.
      await log.append(partitionKey, item.lastChange, call).catch(() => undefined);
    }
    return item;
  },
  erase: async (partitionKey: string, call: CallOptions): Promise<void> => {
    await connection.call('DeleteItem', { TableName: table, Key: { pk: { S: partitionKey } } }, call);
  },
});

/** `false`: the stored version is another one. */
const putIfVersion = async (
  connection: DynamoDBConnection,
  table: string,
  record: TableRecord,
  expectedVersion: number,
  call: CallOptions,
): Promise<boolean> => {
  try {
    await connection.call(
      'PutItem',
      {
        TableName: table,
        Item: record,
        ...(expectedVersion === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#version = :expected',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':expected': { N: String(expectedVersion) } },
            }),
      },
      call,
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) {
      return false;
    }
    throw error;
  }
};

/** When the answer to our put was lost, its repetition meets our own version: that is no conflict. */
const assertOurs = async (partitionKey: string, writeId: string, record: TableRecord | undefined): Promise<void> => {
  if (record?.['writeId']?.S !== writeId) {
    throw new VersionConflictError(
      `"${partitionKey}" was changed by somebody else just now: read it again, then write.`,
    );
  }
};
