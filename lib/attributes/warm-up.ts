import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { CallOptions } from './attribute-store.ts';
import type { DynamoDBConnection } from './dynamodb-connection.ts';

/** No item has this key: its kind is none of ours. */
const absentKey = { pk: { S: 'warm-up#' } };

/**
 * Reads a key that is not there, by the very command that token requests use: loads the SDK's lazy parts, compiles the
 * path and opens the connection. A fault here is the first real call's to report.
 */
export const warmUp = async (connection: DynamoDBConnection, table: string, options: CallOptions): Promise<void> => {
  await connection
    .call(
      'BatchGetItem',
      (abortSignal) =>
        connection.client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [absentKey] } } }), {
          abortSignal,
        }),
      options,
    )
    .catch(() => undefined);
};
