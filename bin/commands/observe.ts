import type { Command } from 'commander';
import { defineCommand, defineCommandGroup, withOutputOptions } from '../frame/command.ts';
import type { ReportOptions } from '../observe/run-report.ts';

/** `claims observe`: what instances in observe mode would have done. */
export const observeCommand = (): Command =>
  defineCommandGroup('observe', 'what hook instances in observe mode would have done', [
    withOutputOptions(
      defineCommand('report', 'adds up their log lines: denials, differences to the present tokens, withheld claims', [
        'claims observe report --file decisions.ndjson',
        'aws logs tail /aws/lambda/custom-claims-prod-auth0-post-login --since 1d | claims observe report --file -',
        'claims observe report --stage prod',
      ]),
    )
      .option('--file <file>', 'log lines (- is standard input); without it the query for CloudWatch is printed')
      .option('--hook <name>', 'only this hook instance (or hook)')
      .option('--hooks <file>', 'the hook instances (default: hooks.config.ts)')
      .option('--stage <stage>', 'the deployed stage, for the query', 'dev')
      .action(async (options: ReportOptions) => {
        const { observeReport } = await import('../observe/run-report.ts');
        await observeReport(options);
      }),
  ]);
