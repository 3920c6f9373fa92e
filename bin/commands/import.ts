import { type Command, Option } from 'commander';
import { withAdministrationOptions } from '../frame/administration-options.ts';
import { defineCommand, withOutputOptions } from '../frame/command.ts';
import { UsageError } from '../frame/command-error.ts';
import { readWholeNumber } from '../frame/read-number.ts';
import type { ImportOptions } from '../transfer/run-import.ts';

type Options = Omit<ImportOptions, 'to'> & { readonly to?: string; readonly output?: string };

/** `claims import`: many items at once, ours or another product's. */
export const importCommand = (): Command =>
  withOutputOptions(
    withAdministrationOptions(
      defineCommand('import', 'store many users, groups, ... from a file: all rows are checked before one is written', [
        'claims import users.ndjson --realm customers --dry-run',
        'claims import users.json.gz --from auth0 --realm customers --map app_metadata.plan=subscription_level',
        'claims import list-users.json --from cognito --realm staff --groups-from admins=list-users-in-group.json',
        'claims import users.ndjson --realm customers --to dynamodb-json --output items.json.gz',
      ]),
    ),
  )
    .argument('<file>', 'NDJSON, JSON array or CSV, also gzipped; - for standard input')
    .addOption(
      new Option('--format <format>', "where the file's name does not tell it").choices(['ndjson', 'json', 'csv']),
    )
    .addOption(
      new Option('--from <product>', "the file is that product's own user export").choices(['auth0', 'cognito']),
    )
    .option('--map <name=claim...>', "with --from: which of the product's attributes feeds which claim")
    .option('--undeclared', 'with --from: take attributes that no claim declares too')
    .addOption(
      new Option('--subject <name>', 'with --from cognito: what the subject is (default: sub)').choices([
        'sub',
        'username',
      ]),
    )
    .option('--groups-from <[group=]file...>', 'with --from: lists of who is in which group or role')
    .addOption(
      new Option(
        '--existing <what>',
        'what to do with items that are there: replace (default), merge (default with --from), skip',
      ).choices(['replace', 'merge', 'skip']),
    )
    .option('--revive', 'write over items that were deleted')
    .option('--dry-run', 'check everything, write nothing')
    .option('--skip-refused', 'write the other rows although some are refused (exit code 1 all the same)')
    .option('--report <file>', 'all refused rows with line numbers, as NDJSON')
    .option('--concurrency <number>', 'writes at a time at most; fewer while the store is busy', readWholeNumber, 32)
    .option('--state <file>', 'where to keep how far it is (default: beside the file)')
    .option('--restart', 'begin anew instead of going on after an interruption')
    .addOption(
      new Option('--to <format>', "write a file for DynamoDB's import from S3 instead of the table").choices([
        'dynamodb-json',
      ]),
    )
    .option('--output <file>', 'with --to: where to (gzipped when the name ends in .gz)')
    .action(async (file: string, { to, output, ...options }: Options) => {
      if ((to === undefined) !== (output === undefined)) {
        throw new UsageError('--to dynamodb-json and --output FILE belong together');
      }
      const { runImport } = await import('../transfer/run-import.ts');
      await runImport(file, { ...options, to: output });
    });
