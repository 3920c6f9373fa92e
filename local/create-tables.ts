import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type TableNames, tableDefinitions } from './table-definitions.ts';

/** Creates the tables that are not there yet, and waits until they can be used. */
export const createTables = async (endpoint: string, names: TableNames): Promise<void> => {
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    for (const definition of await tableDefinitions(names)) {
      await client.send(new CreateTableCommand(definition)).catch((error: unknown) => {
        if (!(error instanceof ResourceInUseException)) {
          throw error;
        }
      });
      await waitUntilTableExists(
        { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
        { TableName: definition.TableName },
      );
    }
  } finally {
    client.destroy();
  }
};
