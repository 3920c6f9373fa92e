import type { OutputOptions } from '../frame/command.ts';
import { CommandError } from '../frame/command-error.ts';
import { printResult } from '../frame/output.ts';
import { type DecisionLine, toDecisionLine } from '../logs/decision-line.ts';
import { logQueryText } from '../logs/log-query.ts';
import { readLogRecords } from '../logs/read-log-records.ts';
import { auditQuery } from './audit-query.ts';
import { changesText, decisionsText } from './audit-text.ts';
import { type ChangeLine, ownerOf, toChangeLine } from './change-line.ts';
import { isHashed, namesInLog } from './subject-matcher.ts';
import { isWithin, readTimeRange, type TimeRange } from './time-range.ts';

export type AuditOptions = OutputOptions & {
  readonly file?: string;
  readonly claim?: string;
  readonly subject?: string;
  readonly client?: string;
  readonly hook?: string;
  readonly day?: string;
  readonly from?: string;
  readonly to?: string;
  readonly changes?: boolean;
  readonly subjectKey?: string;
  readonly hooks?: string;
  readonly stage: string;
};

/** A name in a token is the claim's own, or has a namespace in front. */
const isClaim = (name: string, claim: string): boolean =>
  name === claim || name.endsWith(`/${claim}`) || name.endsWith(`#${claim}`);

/** A denied or observed decision names what would have gone in; only these went. */
const released = (line: DecisionLine, claim: string): boolean =>
  line.answer === 'claims' && Object.values(line.released).some((names) => names.some((name) => isClaim(name, claim)));

const readDecisions = async (file: string, options: AuditOptions, range: TimeRange) => {
  const { claim, subject, client, hook, subjectKey } = options;
  const wanted = subject === undefined ? undefined : new Set(namesInLog(subject, subjectKey));
  const found: DecisionLine[] = [];
  let unreadable = false;
  for await (const record of readLogRecords(file)) {
    const line = toDecisionLine(record);
    if (!line || !isWithin(line.timestamp, range)) continue;
    if (client !== undefined && line.client !== client) continue;
    if (hook !== undefined && line.instance !== hook && line.hook !== hook) continue;
    if (claim !== undefined && !released(line, claim)) continue;
    if (wanted !== undefined && !wanted.has(line.subject ?? '')) {
      unreadable ||= subjectKey === undefined && isHashed(line.subject ?? '');
      continue;
    }
    found.push(line);
  }
  if (unreadable && found.length === 0) {
    throw new CommandError(
      'the subjects in this log are hashed, so nobody can be found by name: give the key of its functions with --subject-key or LOG_SUBJECT_KEY (docs/audit.md says where it is)',
    );
  }
  return found;
};

const readChanges = async (file: string, options: AuditOptions, range: TimeRange) => {
  const { claim, subject, client, hook } = options;
  const found: ChangeLine[] = [];
  for await (const record of readLogRecords(file)) {
    const line = toChangeLine(record);
    if (!line || !isWithin(line.timestamp, range)) continue;
    if (subject !== undefined && line.key.subject !== subject) continue;
    if (client !== undefined && !(line.key.kind === 'client' && ownerOf(line) === client)) continue;
    if (hook !== undefined && !(line.key.kind === 'hook' && ownerOf(line) === hook)) continue;
    if (claim !== undefined && !line.attributes.includes(claim)) continue;
    found.push(line);
  }
  return found;
};

const byTime = <Line extends { readonly timestamp: string }>(lines: readonly Line[]): readonly Line[] =>
  lines.toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));

/** Answers from a file, or prints the query that answers. Only the members above are ever printed: no value is. */
export const audit = async (given: AuditOptions): Promise<void> => {
  const range = readTimeRange(given);
  const key = given.subjectKey ?? (process.env['LOG_SUBJECT_KEY'] || undefined);
  const options: AuditOptions = { ...given, ...(key !== undefined && { subjectKey: key }) };
  const { file, changes } = options;
  if (file === undefined) {
    const query = await auditQuery(options, range);
    printResult(options, query, () => logQueryText(query));
  } else if (changes === true) {
    const lines = byTime(await readChanges(file, options, range));
    printResult(options, lines, () => changesText(lines));
  } else {
    const lines = byTime(await readDecisions(file, options, range));
    printResult(options, lines, () => decisionsText(lines));
  }
};
