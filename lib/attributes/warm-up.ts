import type { CallOptions } from './attribute-store.ts';
import type { DynamoDBConnection } from './dynamodb-connection.ts';

/** No item has this key: its kind is none of ours. */
const absentKey = { pk: { S: 'warm-up#' } };

/**
 * Reads a key that is not there, by the very call that token requests make: compiles the path and opens the connection. A fault here is the first real call's to report.
 */
export const warmUp = async (connection: DynamoDBConnection, table: string, options: CallOptions): Promise<void> => {
  await connection
    .call('BatchGetItem', { RequestItems: { [table]: { Keys: [absentKey] } } }, options)
    .catch(() => undefined);
};
