import { formatTable } from '../frame/output.ts';
import type { DecisionLine } from '../logs/decision-line.ts';
import { type ChangeLine, keyText } from './change-line.ts';

const grouped = (names: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(names)
    .map(([group, list]) => `${group}: ${list.join(', ')}`)
    .join('\n');

/** In a table the claim's name is enough: `released` tells in which tokens it is. */
const claimsOf = (withheld: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(withheld).map(([reason, names]) => [
      reason,
      [...new Set(names.map((name) => name.slice(name.indexOf(':') + 1)))],
    ]),
  );

const resultOf = ({ outcome, answer, reason, error, mode }: DecisionLine): string => {
  const why = reason ?? error?.code;
  const told = answer === undefined || answer === 'claims' ? '' : ` -> ${answer}`;
  return `${outcome}${why === undefined ? '' : ` (${why})`}${told}${mode === 'enforce' ? '' : ` [${mode}]`}`;
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Who was released what, one decision a row. */
export const decisionsText = (lines: readonly DecisionLine[]): string => {
  const subjects = new Set(lines.map(({ subject }) => subject)).size;
  if (lines.length === 0) return 'No decision is in there that fits.';
  return [
    formatTable(
      ['TIME', 'INSTANCE', 'SUBJECT', 'CLIENT', 'RESULT', 'RELEASED', 'WITHHELD'],
      lines.map((line) => [
        line.timestamp,
        line.instance ?? line.hook,
        line.subject ?? '',
        line.client ?? '',
        resultOf(line),
        grouped(line.released),
        grouped(claimsOf(line.withheld)),
      ]),
    ),
    `${counted(lines.length, 'decision')} about ${counted(subjects, 'subject')}`,
  ].join('\n\n');
};

/** Which items were changed by whom, one write a row. */
export const changesText = (lines: readonly ChangeLine[]): string => {
  if (lines.length === 0) return 'No change is in there that fits.';
  return [
    formatTable(
      ['TIME', 'BY', 'ACTION', 'ITEM', 'ATTRIBUTES', 'FIELDS', 'VERSION'],
      lines.map((line) => [
        line.timestamp,
        line.by,
        line.action,
        keyText(line),
        line.attributes.join(', '),
        line.fields.join(', '),
        `${line.fromVersion} -> ${line.toVersion}`,
      ]),
    ),
    counted(lines.length, 'change'),
  ].join('\n\n');
};
