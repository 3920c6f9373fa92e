import type { Command } from 'commander';
import { defineCommand, defineCommandGroup, type OutputOptions } from '../frame/command.ts';

const exportCommand = (): Command =>
  defineCommand('export', 'write the Actions as a directory for auth0-deploy-cli', 'claims auth0 export dist/auth0')
    .argument('[directory]', 'where to', 'dist/auth0')
    .option('--json', 'print JSON')
    .action(async (directory: string, options: OutputOptions) => {
      const { exportActions } = await import('../auth0/run-auth0.ts');
      exportActions(directory, options);
    });

const compareCommand = (): Command =>
  defineCommand(
    'compare',
    'check that a directory of auth0-deploy-cli (ours, or an export of a tenant) has the Actions that the tests ran',
    'claims auth0 compare tenant-export',
  )
    .argument('[directory]', 'which', 'dist/auth0')
    .option('--json', 'print JSON')
    .action(async (directory: string, options: OutputOptions) => {
      const { compareActions } = await import('../auth0/run-auth0.ts');
      compareActions(directory, options);
    });

/** `claims auth0`: our Actions on their way into a tenant. */
export const auth0Command = (): Command =>
  defineCommandGroup('auth0', 'the Auth0 Actions: export them for deployment, compare what is deployed', [
    exportCommand(),
    compareCommand(),
  ]);
