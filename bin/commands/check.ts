import type { Command } from 'commander';
import type { CheckOptions } from '../check/run-check.ts';
import { defineCommand } from '../frame/command.ts';
import { withConfigurationOptions } from '../frame/configuration.ts';

/** `claims check`: what stops packaging. */
export const checkCommand = (): Command =>
  withConfigurationOptions(
    defineCommand('check', 'lint the claims policy, the hook instances and the sources; exit code 1 on errors', [
      'claims check',
      'claims check --policy claims.next.config.ts --json',
    ]),
  )
    .option('--sources <file>', 'the additional sources (default: sources.config.ts)')
    .option('--json', 'print JSON; one line per finding otherwise')
    .action(async (options: CheckOptions) => {
      const { check } = await import('../check/run-check.ts');
      await check(options);
    });
