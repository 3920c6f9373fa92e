import { type Command, Option } from 'commander';
import { tokenKinds } from '../../lib/token-request.ts';
import { defineCommand } from '../frame/command.ts';
import { UsageError } from '../frame/command-error.ts';
import { withConfigurationOptions } from '../frame/configuration.ts';
import type { TypesOptions } from '../types/run-types.ts';

/** `claims types`: reading claims in an application, typed. */
export const typesCommand = (): Command =>
  withConfigurationOptions(
    defineCommand('types', "TypeScript types, zod schemas and a reader of each token's custom claims, for your APIs", [
      'claims types --token access_token --output src/claims.ts',
      'claims types --audience https://api.example.com --output src/claims.ts --check',
    ]),
  )
    .option('--instance <name>', 'as this hook instance names the claims (needed where they differ)')
    .option('--audience <audience>', 'the API: namespace and claims may depend on it')
    .addOption(new Option('--token <token...>', 'only these (default: all)').choices(tokenKinds))
    .option('--output <file>', 'where to (default: standard output)')
    .option('--check', 'write nothing; exit code 1 when the file is out of date')
    .action(async (options: TypesOptions) => {
      if (options.check === true && options.output === undefined) {
        throw new UsageError('--check needs --output: the file to look at');
      }
      const { runTypes } = await import('../types/run-types.ts');
      await runTypes(options);
    });
