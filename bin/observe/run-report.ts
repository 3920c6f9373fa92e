import type { OutputOptions } from '../frame/command.ts';
import { loadInstances } from '../frame/configuration.ts';
import { printResult } from '../frame/output.ts';
import { toDecisionLine } from '../logs/decision-line.ts';
import { hookLogGroups } from '../logs/log-groups.ts';
import { fetchCommands, type LogQuery, logQueryText, quoted } from '../logs/log-query.ts';
import { readLogRecords } from '../logs/read-log-records.ts';
import { createObserveReport } from './observe-report.ts';
import { reportText } from './report-text.ts';

export type ReportOptions = OutputOptions & {
  readonly file?: string;
  readonly hook?: string;
  readonly hooks?: string;
  readonly stage: string;
};

const query = async ({ stage, hook, hooks }: ReportOptions): Promise<LogQuery> => {
  const logGroups = hookLogGroups(await loadInstances(hooks), stage, hook);
  return {
    logGroups,
    query: [
      `filter message = "decision" and mode = "observe"${hook === undefined ? '' : ` and (instance = ${quoted(hook)} or hook = ${quoted(hook)})`}`,
      '| stats count(*) as decisions, sum(WouldDeny) as would_deny, sum(WouldFail) as would_fail, sum(Rejected) as rejected, count_distinct(subject) as subjects by instance, reason',
    ].join('\n'),
    commands: fetchCommands(logGroups, {
      pattern: '{ $.message = "decision" && $.mode = "observe" }',
      command: 'observe report',
    }),
  };
};

/** Adds up the lines of a file, or says how to get them. */
export const observeReport = async (options: ReportOptions): Promise<void> => {
  const { file, hook } = options;
  if (file === undefined) {
    const found = await query(options);
    printResult(options, found, () => logQueryText(found));
    return;
  }
  const { take, report } = createObserveReport();
  for await (const record of readLogRecords(file)) {
    const line = toDecisionLine(record);
    if (line && (hook === undefined || line.instance === hook || line.hook === hook)) take(line);
  }
  const result = report();
  printResult(options, result, () => reportText(result));
};
