import { loadInstances } from '../frame/configuration.ts';
import { adminLogGroup, hookLogGroups } from '../logs/log-groups.ts';
import { fetchCommands, type LogQuery, quoted, shellQuoted } from '../logs/log-query.ts';
import type { AuditOptions } from './run-audit.ts';
import { namesInLog } from './subject-matcher.ts';
import type { TimeRange } from './time-range.ts';

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

/** `released` holds lists of names only; a claim stands there with or without its namespace. */
const releasedPattern = (claim: string): string => `/"released":\\{[^}]*"([^"]*[\\/#])?${escaped(claim)}"/`;

const times = ({ from, to }: TimeRange): readonly string[] => [
  ...(from === undefined ? [] : [`@timestamp >= ${from}`]),
  ...(to === undefined ? [] : [`@timestamp <= ${to}`]),
];

const decisionFilters = ({ claim, subject, client, hook, subjectKey }: AuditOptions): readonly string[] => [
  'message = "decision"',
  ...(subject === undefined ? [] : [`subject in [${namesInLog(subject, subjectKey).map(quoted).join(', ')}]`]),
  ...(client === undefined ? [] : [`client = ${quoted(client)}`]),
  ...(hook === undefined ? [] : [`(instance = ${quoted(hook)} or hook = ${quoted(hook)})`]),
  ...(claim === undefined ? [] : ['answer = "claims"', `@message like ${releasedPattern(claim)}`]),
];

const changeFilters = ({ claim, subject, client, hook }: AuditOptions): readonly string[] => [
  'event = "change"',
  ...(subject === undefined ? [] : [`key.subject = ${quoted(subject)}`]),
  ...(client === undefined ? [] : [`key.kind = "client" and key.id = ${quoted(client)}`]),
  ...(hook === undefined ? [] : [`key.kind = "hook" and key.instance = ${quoted(hook)}`]),
  ...(claim === undefined ? [] : [`@message like /"attributes":\\[[^\\]]*"${escaped(claim)}"/`]),
];

/** The command line as it was given; the key of the subjects stays out of what is printed. */
const sameCommand = ({ changes, ...options }: AuditOptions): string =>
  [
    'audit',
    ...(changes ? ['--changes'] : []),
    ...(['claim', 'subject', 'client', 'hook', 'day', 'from', 'to'] as const).flatMap((name) => {
      const value = options[name];
      return value === undefined ? [] : [`--${name} ${shellQuoted(value)}`];
    }),
  ].join(' ');

/** The same question to CloudWatch Logs. */
export const auditQuery = async (options: AuditOptions, range: TimeRange): Promise<LogQuery> => {
  const { changes, stage, hook, hooks } = options;
  const logGroups = changes ? [adminLogGroup(stage)] : hookLogGroups(await loadInstances(hooks), stage, hook);
  const filters = [...(changes ? changeFilters(options) : decisionFilters(options)), ...times(range)];
  const shown = changes
    ? '@timestamp, by, action, key.kind, key.realm, key.subject, key.name, key.id, fromVersion, toVersion, @message'
    : '@timestamp, hook, instance, subject, client, outcome, answer, reason, claims_version, correlation_id, @message';
  return {
    logGroups,
    query: [`filter ${filters.join(' and ')}`, '| sort @timestamp asc', `| display ${shown}`].join('\n'),
    commands: fetchCommands(logGroups, {
      pattern: changes ? '{ $.event = "change" }' : '{ $.message = "decision" }',
      since: range.from,
      command: sameCommand(options),
    }),
  };
};
