import type { Command } from 'commander';
import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import { UsageError } from './command-error.ts';

/** Which table: the flags, else the names that the functions have in their environment. */
export type StoreOptions = {
  readonly table?: string | undefined;
  readonly changesTable?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
};

export const withStoreOptions = (command: Command): Command =>
  command
    .option('--table <name>', 'the attributes table (default: ATTRIBUTES_TABLE)')
    .option('--changes-table <name>', 'the table of changes (default: CHANGES_TABLE)')
    .option('--endpoint <url>', 'DynamoDB of the local world (default: DYNAMODB_ENDPOINT, else AWS)')
    .option('--region <region>', 'the AWS region (default: AWS_REGION)');

/** Opens the store in DynamoDB. @throws UsageError when nothing says which table */
export const openStore = async (options: StoreOptions): Promise<AttributeStore> => {
  throw new UsageError(String(options.table));
};
