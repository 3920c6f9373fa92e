import { isRefused, parseRow, type RowRules } from './import-row.ts';
import { type ImportState, newCounts } from './import-state.ts';
import { createPacedPool } from './paced-pool.ts';
import type { SourceRow } from './source-row.ts';
import { type ExistingMode, type ImportTarget, type RowOutcome, writeRow } from './write-row.ts';

export type WriteRowsOptions = {
  readonly rules: RowRules;
  readonly target: ImportTarget;
  readonly existing: ExistingMode;
  readonly revive: boolean;
  readonly concurrency: number;
  /** Where an earlier run stopped, or the beginning. */
  readonly state: ImportState;
  /** Called often; `state.done` rows are written, whatever happens afterwards. */
  readonly onState: (state: ImportState) => void;
  readonly onPause: () => void;
  readonly signal: AbortSignal;
};

/**
 * Writes the rows that are not done yet, many at a time. What counts as done is the unbroken beginning of the file: a
 * row behind a gap is written again after a kill, which changes nothing.
 */
export const writeRows = async (rows: AsyncIterable<SourceRow>, options: WriteRowsOptions): Promise<ImportState> => {
  const { rules, target, state, signal } = options;
  const refused = new Set(state.refusedLines);
  const counts = { ...newCounts(), ...state.counts };
  const finished = new Map<number, RowOutcome | 'refused'>();
  let done = state.done;
  const current = (): ImportState => ({ ...state, done, counts: { ...counts } });

  const finish = (ordinal: number, outcome: RowOutcome | 'refused'): void => {
    finished.set(ordinal, outcome);
    for (let next = finished.get(done + 1); next !== undefined; next = finished.get(done + 1)) {
      finished.delete(done + 1);
      done += 1;
      if (next !== 'refused') {
        counts[next] += 1;
      }
    }
    options.onState(current());
  };

  const pool = createPacedPool(options.concurrency, { onPause: options.onPause });
  let ordinal = 0;
  try {
    for await (const source of rows) {
      ordinal += 1;
      if (ordinal <= state.done) {
        continue;
      }
      if (signal.aborted) {
        break;
      }
      const own = ordinal;
      const row = refused.has(source.line) ? undefined : parseRow(rules, source);
      if (row === undefined || isRefused(row)) {
        finish(own, 'refused');
      } else {
        await pool.run(async () => finish(own, await writeRow(target, row, options)));
      }
    }
  } finally {
    await pool.finish();
  }
  return current();
};
