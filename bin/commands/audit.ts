import type { Command } from 'commander';
import type { AuditOptions } from '../audit/run-audit.ts';
import { defineCommand, withOutputOptions } from '../frame/command.ts';

/** `claims audit`: who was released what, and who changed what. */
export const auditCommand = (): Command =>
  withOutputOptions(
    defineCommand('audit', 'who was released which claim, what somebody got, who changed what; never a value', [
      'claims audit --file decisions.ndjson --claim user_role --day 2026-11-20',
      'claims audit --file decisions.ndjson --subject "auth0|42" --subject-key "$LOG_SUBJECT_KEY"',
      'claims audit --changes --file admin.ndjson --subject "auth0|42"',
      'claims audit --stage prod --claim user_role --day 2026-11-20',
    ]),
  )
    .option('--file <file>', 'log lines (- is standard input); without it the query for CloudWatch is printed')
    .option('--changes', 'changes of items instead of decisions about tokens')
    .option('--claim <name>', 'decisions that released it; with --changes: changes of this attribute')
    .option('--subject <id>', 'this person or machine')
    .option('--client <id>', 'this application')
    .option('--hook <name>', 'this hook instance (or hook)')
    .option('--day <day>', 'this day, UTC')
    .option('--from <time>', 'from this day or time on')
    .option('--to <time>', 'until this day (its end) or time')
    .option('--subject-key <key>', 'the key under which the log hashes subjects (default: LOG_SUBJECT_KEY)')
    .option('--hooks <file>', 'the hook instances (default: hooks.config.ts)')
    .option('--stage <stage>', 'the deployed stage, for the query', 'dev')
    .action(async (options: AuditOptions) => {
      const { audit } = await import('../audit/run-audit.ts');
      await audit(options);
    });
