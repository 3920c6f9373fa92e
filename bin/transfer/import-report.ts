import { closeSync, openSync, writeSync } from 'node:fs';
import { formatFacts, formatTable } from '../frame/output.ts';
import type { RefusedRow } from './import-row.ts';
import type { RowOutcome } from './write-row.ts';

/** So many refused rows are printed; `--report` has them all. */
const longestList = 20;

/** Collects refused rows: the first ones for the screen, all of them in the report's file. */
export const createRefusals = (report: string | undefined) => {
  const first: RefusedRow[] = [];
  let count = 0;
  const file = report === undefined ? undefined : openSync(report, 'w');
  return {
    add: (row: RefusedRow): void => {
      count += 1;
      if (first.length < longestList) {
        first.push(row);
      }
      if (file !== undefined) {
        writeSync(file, `${JSON.stringify(row)}\n`);
      }
    },
    first: (): readonly RefusedRow[] => first,
    count: (): number => count,
    close: (): void => {
      if (file !== undefined) {
        closeSync(file);
      }
    },
  };
};

/** What an import did, or would do. */
export type ImportSummary = {
  readonly rows: number;
  /** By kind of item; not known when an import goes on from an earlier run. */
  readonly kinds?: Readonly<Record<string, number>> | undefined;
  readonly refused: number;
  readonly refusedRows: readonly RefusedRow[];
  readonly ignored: Readonly<Record<string, number>>;
  /** Absent: nothing was written. */
  readonly counts?: Readonly<Record<RowOutcome, number>> | undefined;
  readonly done?: number | undefined;
  readonly seconds?: number | undefined;
  readonly rowsPerSecond?: number | undefined;
};

export const formatImportSummary = (summary: ImportSummary): string => {
  const { rows, kinds, refused, counts, done, seconds, rowsPerSecond } = summary;
  return [
    formatRefused(summary),
    formatIgnored(summary),
    formatFacts([
      ['Rows', done === undefined || done === rows ? String(rows) : `${done} of ${rows}`],
      ['Items', kinds && listCounts(kinds)],
      ['Refused', refused === 0 ? undefined : String(refused)],
      ['Written', counts && listCounts(counts)],
      ['Time', seconds === undefined ? undefined : `${seconds} s, ${rowsPerSecond} rows per second`],
    ]),
    ...(counts?.tombstone
      ? [`${counts.tombstone} items were deleted before and stay so; --revive brings them back.`]
      : []),
    ...(counts === undefined ? ['Nothing was written.'] : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
};

const formatRefused = ({ refused, refusedRows }: ImportSummary): string =>
  refusedRows.length === 0
    ? ''
    : [
        formatTable(
          ['LINE', 'ITEM', 'REFUSED BECAUSE'],
          refusedRows.map(({ line, key, problem }) => [String(line), key ?? '', problem]),
        ),
        ...(refused > refusedRows.length
          ? [`... and ${refused - refusedRows.length} more (--report FILE has them all)`]
          : []),
      ].join('\n');

const formatIgnored = ({ ignored }: ImportSummary): string =>
  Object.keys(ignored).length === 0
    ? ''
    : `Not imported, as no claim wants it (--map NAME=CLAIM): ${listCounts(ignored)}.`;

const listCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
