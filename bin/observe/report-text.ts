import { formatTable, styled } from '../frame/output.ts';
import type { InstanceReport, ObserveReport } from './observe-report.ts';

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

const sentence = (what: string, counts: Readonly<Record<string, number>>): string =>
  total(counts) === 0 ? `  none ${what}` : `  ${total(counts)} ${what}: ${listed(counts)}`;

const differencesText = ({ differences, released }: InstanceReport): readonly string[] =>
  differences.length > 0
    ? [
        formatTable(
          ['TOKEN', 'CLAIM', 'SAME', 'DIFFERENT', 'ADDED', 'MISSING', 'SUPPRESSED'],
          differences.map(({ token, name, same, different, added, missing, suppressed }) => [
            token,
            name,
            ...[same, different, added, missing, suppressed].map(String),
          ]),
        ),
      ]
    : ['  nothing to compare; what would be released:', `  ${listed(released) || 'nothing'}`];

const instanceText = (report: InstanceReport): string =>
  [
    styled('bold', `${report.instance} (${report.hook})`),
    `  ${report.decisions} decisions about ${report.subjects} subjects, ${report.from} to ${report.to}`,
    sentence('would have been denied', report.wouldDeny),
    sentence('could not be decided', report.failures),
    '',
    ...differencesText(report),
    ...(report.scopes.length === 0
      ? []
      : [
          '',
          formatTable(
            ['SCOPE', 'ADDED', 'REMOVED'],
            report.scopes.map(({ scope, added, removed }) => [scope, String(added), String(removed)]),
          ),
        ]),
    ...(report.withheld.length === 0
      ? []
      : [
          '',
          formatTable(
            ['WITHHELD', 'TOKEN:CLAIM', 'COUNT'],
            report.withheld.map(({ reason, claim, count }) => [reason, claim, String(count)]),
          ),
        ]),
  ].join('\n');

export const reportText = ({ instances, otherDecisions }: ObserveReport): string =>
  [
    ...instances.map(instanceText),
    ...(instances.length === 0 ? ['No decision in observe mode is in there.'] : []),
    ...(otherDecisions > 0 ? [`${otherDecisions} decisions in other modes are not counted.`] : []),
  ].join('\n\n');
