import type { AttributeStore, CallOptions } from './attribute-store.ts';
import { createChangeLog } from './change-log.ts';
import { createCreateIfAbsent } from './create-if-absent.ts';
import { createConnectedAttributeReader, type ReaderOptions } from './dynamodb-attribute-reader.ts';
import { createDynamoDBConnection, type DynamoDBConnectionOptions } from './dynamodb-connection.ts';
import { createDirectory } from './dynamodb-directory.ts';
import { createItemWriter } from './dynamodb-item-writer.ts';
import type { DynamoDBTransportOptions } from './dynamodb-transport.ts';
import { toItem } from './item-codec.ts';
import { toPartitionKey } from './item-key.ts';
import type { TableRecord } from './item-record.ts';
import { deleteItem, putItem, revokeItem } from './next-item.ts';
import { createSdkTransport } from './sdk-transport.ts';

export type DynamoDBAttributeStoreOptions = ReaderOptions &
  DynamoDBTransportOptions &
  DynamoDBConnectionOptions & {
    /** The name (or ARN) of table `changes`. */
    readonly changesTable: string;
    /** After how many days DynamoDB forgets a change. */
    readonly changesRetentionDays?: number | undefined;
    /** Milliseconds that one method may take, its retries included. */
    readonly timeoutMs?: number | undefined;
  };

/** The whole store on DynamoDB: admin API, command line, local world. Hooks use the reader. */
export const createDynamoDBAttributeStore = (
  options: DynamoDBAttributeStoreOptions,
): AttributeStore & { close(): void } => {
  const { table, changesTable, changesRetentionDays = 365, timeoutMs = 20_000, clock = Date.now } = options;
  const connection = createDynamoDBConnection(createSdkTransport(options), { requestTimeoutMs: 5000, ...options });

  const inTime = (): CallOptions => ({ signal: AbortSignal.timeout(timeoutMs), deadline: Date.now() + timeoutMs });

  const read = async (partitionKey: string, call: CallOptions): Promise<TableRecord | undefined> => {
    const answer = await connection.call(
      'GetItem',
      { TableName: table, Key: { pk: { S: partitionKey } }, ConsistentRead: true },
      call,
    );
    return answer.Item;
  };

  const log = createChangeLog({ connection, table: changesTable, retentionDays: changesRetentionDays, clock });
  const writer = createItemWriter({ connection, table, read, log, clock });

  return {
    ...createConnectedAttributeReader(connection, options),
    ...createDirectory({ connection, table, inTime }),
    get: async (key) => {
      const record = await read(toPartitionKey(key), inTime());
      return record && toItem(record);
    },
    put: (key, content, write) => writer.write(key, write, (context) => putItem(context, content), inTime()),
    delete: (key, write) => writer.write(key, write, deleteItem, inTime()),
    revoke: (key, write) => writer.write(key, write, revokeItem, inTime()),
    createIfAbsent: createCreateIfAbsent(connection, table, clock),
    changes: async (key, page) => {
      const call = inTime();
      const partitionKey = toPartitionKey(key);
      const latest = async () => {
        const record = await read(partitionKey, call);
        return record && toItem(record).lastChange;
      };
      return log.page(partitionKey, latest, page, call);
    },
    forget: async (key) => {
      const call = inTime();
      const partitionKey = toPartitionKey(key);
      // The item first: while it is there, a writer could copy its last change once more.
      await writer.erase(partitionKey, call);
      await log.erase(partitionKey, call);
    },
    close: connection.close,
  };
};
