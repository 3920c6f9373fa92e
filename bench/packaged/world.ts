import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import instances from '../../hooks.config.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { startParameterStore } from '../../local/parameter-store.ts';

const secretsPath = '/custom-claims/benchmark/hooks';

/** The person of every event, and how many groups there are to be in. */
export const subject = 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111';
export const mostGroups = 200;

export type BenchmarkWorld = {
  /** What the functions find in their environment; the hand-written one reads only the table's name and the endpoint. */
  readonly environment: Readonly<Record<string, string>>;
  readonly postLoginSecret: string;
  close(): Promise<void>;
};

/** DynamoDB in a process of its own and a parameter store, with one person, their groups, and the hand-written item. */
export const startBenchmarkWorld = async (): Promise<BenchmarkWorld> => {
  const child = fork(new URL('../latency/store-process.ts', import.meta.url));
  const [started] = await once(child, 'message');
  const { endpoint, tables } = started as {
    readonly endpoint: string;
    readonly tables: { readonly attributes: string; readonly changes: string };
  };
  const written = { by: 'benchmark', expectedVersion: 0 };
  const attributes = { user_id: 7, user_role: 'admin', company_id: 3, department: 'sales' };
  const store = createDynamoDBAttributeStore({ endpoint, table: tables.attributes, changesTable: tables.changes });
  for (const realm of new Set(Object.values(instances).map(({ realm }) => realm))) {
    await store.put({ kind: 'user', realm, subject }, { attributes }, written);
    for (let index = 0; index < mostGroups; index += 1) {
      const content = { attributes: { feature_flags: [`flag-${index}`] }, precedence: index };
      await store.put({ kind: 'group', realm, name: `group-${index}` }, content, written);
    }
  }
  store.close();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  const item = {
    pk: { S: `user#${subject}` },
    user_role: { S: 'admin' },
    company_id: { N: '3' },
    department: { S: 'sales' },
  };
  await client.send(new PutItemCommand({ TableName: tables.attributes, Item: item }));
  client.destroy();

  const postLoginSecret = `whsec_${randomBytes(32).toString('base64')}`;
  const parameters = await startParameterStore({
    parameters: Object.fromEntries(
      Object.values(instances).flatMap(({ proof }) =>
        'secret' in proof ? [[`${secretsPath}/${proof.secret}`, JSON.stringify({ current: postLoginSecret })]] : [],
      ),
    ),
  });
  return {
    environment: {
      STAGE: 'benchmark',
      ATTRIBUTES_TABLE: tables.attributes,
      DYNAMODB_ENDPOINT: endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      SSM_ENDPOINT: parameters.url,
      SECRETS_PATH: secretsPath,
    },
    postLoginSecret,
    close: async () => {
      child.disconnect();
      await parameters.close();
    },
  };
};
