import { type Command, Option } from 'commander';
import { type AdministrationOptions, withAdministrationOptions } from '../frame/administration-options.ts';
import { defineCommand } from '../frame/command.ts';
import type { ExportOptions } from '../transfer/run-export.ts';

/** `claims export`: everything that is stored, as `claims import` reads it. */
export const exportCommand = (): Command =>
  withAdministrationOptions(
    defineCommand('export', 'write what is stored as NDJSON, JSON or CSV; holds attribute values', [
      'claims export --realm customers > users.ndjson',
      'claims export --realm customers --kind user --kind group --output users.csv.gz',
    ]),
  )
    .option('--all-realms', 'every realm, and the mode overrides of hooks')
    .addOption(
      new Option('--kind <kind...>', 'only these').choices(['user', 'member', 'group', 'org', 'client', 'hook']),
    )
    .option('--deleted', 'tombstones too')
    .option('--output <file>', 'where to (default: standard output); gzipped when the name ends in .gz')
    .addOption(
      new Option('--format <format>', "where the file's name does not tell it").choices(['ndjson', 'json', 'csv']),
    )
    .action(async (options: ExportOptions & AdministrationOptions) => {
      const { runExport } = await import('../transfer/run-export.ts');
      await runExport(options);
    });
