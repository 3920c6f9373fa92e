import { createWriteStream } from 'node:fs';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { UsageError } from '../frame/command-error.ts';
import { type ForeignOptions, type ForeignProduct, readForeignRows } from './foreign/read-foreign-rows.ts';
import { type RecordFormat, readRecordRows } from './formats/record-rows.ts';
import type { SourceRow } from './source-row.ts';

export type SourceOptions = ForeignOptions & {
  readonly format?: RecordFormat | undefined;
  /** Another product's own export. */
  readonly from?: ForeignProduct | undefined;
};

/** What is imported, readable as often as needed. */
export type ImportSource = {
  /** Where the state of the import is kept beside. */
  readonly file: string;
  /** All files that decide what is imported. */
  readonly files: readonly string[];
  /** Standard input cannot be read again by a later run. */
  readonly repeatable: boolean;
  rows(): AsyncIterable<SourceRow>;
  /** What the other product's export holds and no claim wants: name and number of rows. */
  ignored(): Readonly<Record<string, number>>;
  close(): Promise<void>;
};

/** Opens a file or standard input, which is kept in a temporary file because it is read twice. */
export const openImportSource = async (
  given: string,
  options: SourceOptions,
  { policy, realm }: { readonly policy: ClaimsPolicy; readonly realm: () => string },
): Promise<ImportSource> => {
  const groupFiles = (options.groupsFrom ?? []).map((source) => source.slice(source.indexOf('=') + 1));
  for (const needed of given === '-' ? groupFiles : [given, ...groupFiles]) {
    await assertReadable(needed);
  }
  const spooled = given === '-' ? await spool() : undefined;
  const file = spooled?.file ?? given;
  const format = options.format ?? (spooled === undefined ? undefined : 'ndjson');
  const ignored = new Map<string, number>();
  const { from } = options;
  return {
    file,
    files: [file, ...groupFiles],
    repeatable: spooled === undefined,
    rows: () => {
      if (from === undefined) {
        return readRecordRows(file, policy, format);
      }
      ignored.clear();
      return readForeignRows(from, file, {
        ...options,
        policy,
        realm: realm(),
        onIgnored: (name) => ignored.set(name, (ignored.get(name) ?? 0) + 1),
      });
    },
    ignored: () => Object.fromEntries(ignored),
    close: async () => {
      if (spooled !== undefined) {
        await rm(spooled.directory, { recursive: true });
      }
    },
  };
};

const assertReadable = async (file: string): Promise<void> => {
  await access(file, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code})`, { cause: error });
  });
};

const spool = async (): Promise<{ directory: string; file: string }> => {
  const directory = await mkdtemp(join(tmpdir(), 'claims-import-'));
  const file = join(directory, 'standard-input');
  await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }));
  return { directory, file };
};
