import { type Command, Option } from 'commander';
import type { CatalogueOptions } from '../catalogue/run-catalogue.ts';
import { defineCommand } from '../frame/command.ts';
import { withConfigurationOptions } from '../frame/configuration.ts';

/** `claims catalogue`: the data dictionary for security and API teams. */
export const catalogueCommand = (): Command =>
  withConfigurationOptions(
    defineCommand('catalogue', 'the data dictionary: every claim, its schema, sources, scopes and names', [
      'claims catalogue > docs/claims.md',
      'claims catalogue --format html --output claims.html',
    ]),
  )
    .addOption(
      new Option('--format <format>', "where the output's name does not tell it").choices([
        'markdown',
        'html',
        'json-schema',
      ]),
    )
    .option('--json', 'print the entries as JSON')
    .option('--title <title>', 'of the document', 'Custom claims')
    .option('--output <file>', 'where to (default: standard output)')
    .action(async (options: CatalogueOptions) => {
      const { runCatalogue } = await import('../catalogue/run-catalogue.ts');
      await runCatalogue(options);
    });
