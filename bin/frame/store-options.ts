import type { Command } from 'commander';
import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import { UsageError } from './command-error.ts';
import { printNote } from './output.ts';

/** Which table: the flags, else the names that the functions have in their environment. */
export type StoreOptions = {
  readonly table?: string | undefined;
  readonly changesTable?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
};

/** Where the tables are, once flags and environment are looked at. */
export type StoreSettings = {
  readonly table: string;
  readonly changesTable: string;
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
};

export const withStoreOptions = (command: Command): Command =>
  command
    .option('--table <name>', 'the attributes table (default: ATTRIBUTES_TABLE)')
    .option('--changes-table <name>', 'the table of changes (default: CHANGES_TABLE)')
    .option('--endpoint <url>', 'DynamoDB of the local world (default: DYNAMODB_ENDPOINT, else AWS)')
    .option('--region <region>', 'the AWS region (default: AWS_REGION)');

/** @throws UsageError when nothing says which table */
export const readStoreSettings = (options: StoreOptions): StoreSettings => {
  const { ATTRIBUTES_TABLE, CHANGES_TABLE, DYNAMODB_ENDPOINT, AWS_REGION } = process.env;
  const endpoint = options.endpoint ?? (DYNAMODB_ENDPOINT || undefined);
  const region = options.region ?? AWS_REGION;
  const table = options.table ?? ATTRIBUTES_TABLE;
  if (table === undefined || table === '') {
    throw new UsageError(
      'say which table with --table NAME or ATTRIBUTES_TABLE (a deployment prints it as an output), or run npm start',
    );
  }
  if (endpoint === undefined && region === undefined) {
    throw new UsageError('say which AWS region with --region or AWS_REGION, or which local DynamoDB with --endpoint');
  }
  return { table, changesTable: options.changesTable ?? CHANGES_TABLE ?? changesTableOf(table), endpoint, region };
};

/** The store in DynamoDB, read and write. The connections that it keeps open do not keep the process alive. */
export const openStore = async (options: StoreOptions): Promise<AttributeStore> => {
  const settings = readStoreSettings(options);
  if (process.env['CLAIMS_LOCAL_WORLD']) printNote('claims: on the local world of npm start');
  const { createDynamoDBAttributeStore } = await import('../../lib/attributes/dynamodb-attribute-store.ts');
  return createDynamoDBAttributeStore({ ...settings, groupCacheSeconds: 0 });
};

/** `<service>-<stage>-attributes` and `-changes`, as `serverless.yml` names them. */
const changesTableOf = (table: string): string => table.replace(/attributes$/, 'changes');
