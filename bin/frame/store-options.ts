import type { Command } from 'commander';
import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import { UsageError } from './command-error.ts';
import { printNote } from './output.ts';
import { endpointOf, regionOf, type StageOption, settingOf, stagePlace, withStageOption } from './stage.ts';

/** Which table: the flags, else the names of the stage, else those that the functions have in their environment. */
export type StoreOptions = StageOption & {
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
  withStageOption(command)
    .option('--table <name>', 'the attributes table (default: by --stage, else ATTRIBUTES_TABLE)')
    .option('--changes-table <name>', 'the table of changes (default: by --stage, else CHANGES_TABLE)')
    .option('--endpoint <url>', 'a local DynamoDB (default: AWS with --stage, else DYNAMODB_ENDPOINT)')
    .option('--region <region>', 'the AWS region (default: AWS_REGION, else by --stage)');

/** @throws UsageError when nothing says which table */
export const readStoreSettings = (options: StoreOptions): StoreSettings => {
  const place = stagePlace(options);
  const table = settingOf(options.table, 'ATTRIBUTES_TABLE', place?.table);
  if (table === undefined || table === '') {
    throw new UsageError(
      'say which table: --stage prod (a deployed stage), --table NAME or ATTRIBUTES_TABLE; or run npm start',
    );
  }
  const changes = table === place?.table ? place.changesTable : undefined;
  const endpoint = endpointOf(options.endpoint, 'DYNAMODB_ENDPOINT', place);
  // A local DynamoDB is in no region.
  const region = endpoint === undefined ? regionOf(options.region, place) : options.region;
  if (endpoint === undefined && region === undefined) {
    throw new UsageError(
      'say which AWS region with --region or AWS_REGION (or --stage), or which local DynamoDB with --endpoint',
    );
  }
  return {
    table,
    changesTable: settingOf(options.changesTable, 'CHANGES_TABLE', changes) ?? changesTableOf(table),
    endpoint,
    region,
  };
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
