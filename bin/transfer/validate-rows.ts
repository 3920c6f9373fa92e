import { toPartitionKey } from '../../lib/attributes/item-key.ts';
import { checkRow, isRefused, parseRow, type RefusedRow, type RowRules } from './import-row.ts';
import { createSeenKeys } from './seen-keys.ts';
import type { SourceRow } from './source-row.ts';

export type Validation = {
  readonly rows: number;
  /** Rows by kind of item. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly refusedLines: readonly number[];
};

/** Reads every row once and checks it, before anything is written. */
export const validateRows = async (
  rows: AsyncIterable<SourceRow>,
  rules: RowRules,
  { onRow, onRefused }: { readonly onRow: (done: number) => void; readonly onRefused: (row: RefusedRow) => void },
): Promise<Validation> => {
  const seen = createSeenKeys();
  const kinds = new Map<string, number>();
  const refusedLines: number[] = [];
  let count = 0;
  for await (const source of rows) {
    count += 1;
    const row = parseRow(rules, source);
    const refused = isRefused(row)
      ? row
      : seen.addIfNew(toPartitionKey(row.key))
        ? await checkRow(rules, row)
        : { line: row.line, problem: 'names the same item as an earlier row' };
    if (refused !== undefined) {
      refusedLines.push(refused.line);
      onRefused(refused);
    } else if (!isRefused(row)) {
      kinds.set(row.key.kind, (kinds.get(row.key.kind) ?? 0) + 1);
    }
    onRow(count);
  }
  return { rows: count, kinds: Object.fromEntries(kinds), refusedLines };
};
