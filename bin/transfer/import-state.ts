import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { CommandError } from '../frame/command-error.ts';
import type { RowOutcome } from './write-row.ts';

const importState = z.object({
  /** Of the file and of everything that decides what is written. */
  fingerprint: z.string(),
  /** Rows of the file, and those that were refused: validation is not repeated. */
  rows: z.int(),
  refusedLines: z.array(z.int()),
  /** So many rows, from the beginning, are done. */
  done: z.int(),
  counts: z.record(z.enum(['created', 'updated', 'unchanged', 'skipped', 'tombstone']), z.int()),
});

/** How far an import is: what a killed one goes on from. */
export type ImportState = z.infer<typeof importState>;

export const newCounts = (): Record<RowOutcome, number> => ({
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  tombstone: 0,
});

/**
 * The state of an earlier run of the very same import; `undefined`: there was none.
 * @throws CommandError when there is one of another import
 */
export const readImportState = (file: string, fingerprint: string): ImportState | undefined => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const state = importState.safeParse(parseJson(text));
  if (!state.success || state.data.fingerprint !== fingerprint) {
    throw new CommandError(
      `${file} belongs to an import of another file or with other options that did not finish: finish that one, or say --restart`,
    );
  }
  return state.data;
};

/** Replaces the file in one step, so that a kill leaves the old state or the new one. */
export const writeImportState = (file: string, state: ImportState): void => {
  const temporary = `${file}.new`;
  writeFileSync(temporary, JSON.stringify(state));
  renameSync(temporary, file);
};

export const removeImportState = (file: string): void => rmSync(file, { force: true });

/** A digest over the contents of files and some settings. */
export const fingerprintImport = async (files: readonly string[], settings: readonly string[]): Promise<string> => {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const file of files) {
    for await (const chunk of createReadStream(file)) {
      hash.update(chunk);
    }
    hash.update(file);
  }
  return hash.digest('base64url');
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
