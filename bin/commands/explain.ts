import type { Command } from 'commander';
import type { RequestFlags } from '../explain/read-incoming.ts';
import { defineCommand, type OutputOptions, withOutputOptions } from '../frame/command.ts';
import { UsageError } from '../frame/command-error.ts';
import { type ConfigurationOptions, withConfigurationOptions } from '../frame/configuration.ts';
import { type StoreOptions, withStoreOptions } from '../frame/store-options.ts';

type Options = OutputOptions &
  ConfigurationOptions &
  StoreOptions &
  RequestFlags & {
    readonly instance?: string;
    readonly hook?: string;
    readonly realm?: string;
    readonly items?: string;
    readonly sources: boolean;
    readonly values?: boolean;
    readonly diff?: readonly string[];
    readonly all?: boolean;
  };

/** `claims explain`: what would a token carry, and why. */
export const explainCommand = (): Command =>
  withOutputOptions(
    withStoreOptions(
      withConfigurationOptions(
        defineCommand('explain', 'what a token would carry: every claim, its source, and why others are withheld', [
          'claims explain --instance auth0-login --subject "auth0|42" --client shop --scopes "openid order"',
          'claims explain --instance auth0-login --event event.json --items export.ndjson --values',
          'claims explain --instance auth0-login --items export.ndjson --all --diff policy=claims.next.config.ts',
        ]),
      ),
    ),
  )
    .option('--instance <name>', 'the hook instance (may be left out where there is only one)')
    .option('--hook <name>', 'a hook instead of an instance, such as okta/token-inline-hook')
    .option('--realm <realm>', 'with --hook: whose items to read, where no instance configures the hook')
    .option('--subject <id>', 'the person')
    .option('--client <id>', 'the application; with --grant-type client_credentials the machine')
    .option('--scopes <scopes>', 'separated by spaces')
    .option('--audience <audience...>', 'the APIs that the access token is for')
    .option('--organization <id>', 'the organization that the person signs in to')
    .option('--groups <names>', "groups that the IdP's event would name, separated by commas")
    .option('--grant-type <grant>', 'authorization_code (default), refresh_token, client_credentials, ...')
    .option('--tokens <tokens>', 'only these of id_token,access_token,userinfo')
    .option(
      '--event <file>',
      'a recorded event of the IdP instead of the flags above; --subject and --scopes change it',
    )
    .option('--items <path>', 'read an export (NDJSON, JSON, CSV; file or directory) instead of the table')
    .option('--no-sources', 'leave out the additional sources of sources.config.ts')
    .option('--values', 'show claim values, which are hidden otherwise')
    .option('--diff <change...>', 'compare with subject=ID, scopes="a b" or policy=FILE')
    .option('--all', 'with --diff: for every stored subject; exit code 1 when a token changes or is not decided')
    .action(async (options: Options) => {
      if (options.all === true && options.diff === undefined) {
        throw new UsageError('--all compares: say with what, such as --diff policy=claims.next.config.ts');
      }
      const { explain } = await import('../explain/run-explain.ts');
      await explain({ ...options, values: options.values ?? false });
    });
