import { isDeepStrictEqual } from 'node:util';
import {
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  type KeySchemaElement,
  type TableDescription,
  type TimeToLiveDescription,
} from '@aws-sdk/client-dynamodb';
import { tableDefinitions } from '../../local/table-definitions.ts';
import { describeAwsFault, remedyOr } from '../frame/aws-fault.ts';
import type { StoreSettings } from '../frame/store-options.ts';
import { type Check, ok, problem, skipped } from './check.ts';

type Wanted = CreateTableCommandInput;

const deployAgain = 'deploy again: resources/tables.yml defines the tables';
const allow = 'allow your role dynamodb:DescribeTable and dynamodb:DescribeTimeToLive; check --region and --endpoint';
const expiry = 'expiresAt';

const keysOf = (schema: readonly KeySchemaElement[] = []): readonly string[] =>
  schema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).toSorted();

/** What a table lacks of its definition, in words. */
const faultsOf = (table: TableDescription, wanted: Wanted): readonly string[] => {
  const faults: string[] = [];
  if (table.TableStatus !== 'ACTIVE') faults.push(`its status is ${table.TableStatus}`);
  if (!isDeepStrictEqual(keysOf(table.KeySchema), keysOf(wanted.KeySchema))) {
    faults.push(`its keys are ${keysOf(table.KeySchema).join(', ')} and not ${keysOf(wanted.KeySchema).join(', ')}`);
  }
  for (const index of wanted.GlobalSecondaryIndexes ?? []) {
    const found = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.IndexName);
    if (!found) faults.push(`the index "${index.IndexName}" is missing`);
    else if (!isDeepStrictEqual(keysOf(found.KeySchema), keysOf(index.KeySchema))) {
      faults.push(`the index "${index.IndexName}" has other keys`);
    } else if (found.Projection?.ProjectionType !== index.Projection?.ProjectionType) {
      faults.push(`the index "${index.IndexName}" does not project ${index.Projection?.ProjectionType}`);
    }
  }
  return faults;
};

const checkTable = async (client: DynamoDBClient, wanted: Wanted): Promise<Check> => {
  const name = wanted.TableName ?? '';
  try {
    const { Table = {} } = await client.send(new DescribeTableCommand({ TableName: name }));
    const faults = faultsOf(Table, wanted);
    return faults.length === 0
      ? ok('table', name, 'there, with its keys and indexes')
      : problem('table', name, faults.join('; '), deployAgain);
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') {
      return problem(
        'table',
        name,
        'there is no such table',
        'deploy, or name another one: --stage, --table, --endpoint, --region',
      );
    }
    return problem('table', name, `could not be looked at (${describeAwsFault(error)})`, remedyOr(error, allow));
  }
};

/** Whether old changes go by themselves, as DynamoDB describes it. */
export const judgeExpiry = (table: string, found: TimeToLiveDescription = {}): Check =>
  ['ENABLED', 'ENABLING'].includes(found.TimeToLiveStatus ?? '') && found.AttributeName === expiry
    ? ok('table', table, `old changes expire by ${expiry}`)
    : problem('table', table, `changes do not expire: time to live is not on for ${expiry}`, deployAgain);

const checkExpiry = async (client: DynamoDBClient, { changesTable, endpoint }: StoreSettings): Promise<Check> => {
  if (endpoint !== undefined) return skipped('table', changesTable, 'a local DynamoDB keeps changes for ever');
  try {
    const answer = await client.send(new DescribeTimeToLiveCommand({ TableName: changesTable }));
    return judgeExpiry(changesTable, answer.TimeToLiveDescription);
  } catch (error) {
    return problem(
      'table',
      changesTable,
      `its time to live could not be looked at (${describeAwsFault(error)})`,
      remedyOr(error, allow),
    );
  }
};

/** Whether both tables are there, as `resources/tables.yml` defines them. */
export const checkTables = async (settings: StoreSettings): Promise<readonly Check[]> => {
  const { endpoint, region = 'local' } = settings;
  const local = { endpoint: endpoint ?? '', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const client = new DynamoDBClient({ region, maxAttempts: 2, ...(endpoint !== undefined && local) });
  try {
    const definitions = await tableDefinitions({ attributes: settings.table, changes: settings.changesTable });
    const checks = await Promise.all(definitions.map((definition) => checkTable(client, definition)));
    const reachable = checks.every(({ state }) => state === 'ok');
    return reachable ? [...checks, await checkExpiry(client, settings)] : checks;
  } finally {
    client.destroy();
  }
};
