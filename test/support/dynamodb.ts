import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTables } from '../../local/create-tables.ts';
import { startEmbeddedDynamoDB } from '../../local/embedded-dynamodb.ts';
import type { TableNames } from '../../local/table-definitions.ts';

/** A DynamoDB with tables of its own. `client` is for looking behind the store's back. */
export type TestDynamoDB = {
  readonly endpoint: string;
  readonly tables: TableNames;
  readonly client: DynamoDBClient;
  stop(): Promise<void>;
};

/** Starts an embedded DynamoDB, or takes the one at `DYNAMODB_ENDPOINT` and removes its tables again. */
export const startTestDynamoDB = async (): Promise<TestDynamoDB> => {
  const given = process.env['DYNAMODB_ENDPOINT'];
  const embedded = given === undefined ? await startEmbeddedDynamoDB() : undefined;
  const endpoint = embedded?.endpoint ?? given ?? '';
  const run = crypto.randomUUID();
  const tables = { attributes: `test-${run}-attributes`, changes: `test-${run}-changes` };
  await createTables(endpoint, tables);
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    endpoint,
    tables,
    client,
    stop: async () => {
      if (embedded === undefined) {
        for (const TableName of Object.values(tables)) {
          await client.send(new DeleteTableCommand({ TableName }));
        }
      }
      client.destroy();
      await embedded?.stop();
    },
  };
};
