import type { Command } from 'commander';
import { defineCommand } from '../frame/command.ts';
import { type ConfigurationOptions, withConfigurationOptions } from '../frame/configuration.ts';

/** `claims check`: what stops packaging. */
export const checkCommand = (): Command =>
  withConfigurationOptions(
    defineCommand('check', 'lint the claims policy against every enabled hook; exit code 1 on errors', [
      'claims check',
      'claims check --policy claims.next.config.ts --json',
    ]),
  )
    .option('--json', 'print JSON; one line per finding otherwise')
    .action(async (options: ConfigurationOptions & { readonly json?: boolean }) => {
      const { check } = await import('../check/run-check.ts');
      await check(options);
    });
