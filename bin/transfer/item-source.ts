import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Item } from '../../lib/attributes/item.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { CommandError, UsageError } from '../frame/command-error.ts';
import { describeRecordProblem } from './describe-record-problem.ts';
import { readRecordRows } from './formats/record-rows.ts';
import { itemRecord, toItem } from './item-record.ts';

/**
 * The items of an export: a file (NDJSON, JSON or CSV, also gzipped) or a directory of such files.
 * @throws CommandError at the first row that is no item
 */
export async function* readItems(path: string, policy: ClaimsPolicy): AsyncGenerator<Item, void, undefined> {
  for (const file of await filesOf(path)) {
    for await (const row of readRecordRows(file, policy)) {
      if ('problem' in row) {
        throw new CommandError(`${file} line ${row.line}: ${row.problem}`);
      }
      const record = itemRecord.safeParse(row.value);
      if (!record.success) {
        throw new CommandError(`${file} line ${row.line}: ${describeRecordProblem(record.error)}`);
      }
      yield toItem(record.data);
    }
  }
}

const filesOf = async (path: string): Promise<readonly string[]> => {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be read (${error.code}); --items takes a file or a directory of an export`, {
      cause: error,
    });
  });
  if (!found.isDirectory()) {
    return [path];
  }
  const files = (await readdir(path)).filter((name) => /\.(ndjson|jsonl|json|csv)(\.gz)?$/.test(name)).toSorted();
  if (files.length === 0) {
    throw new UsageError(`${path} holds no export: files that end in .ndjson, .json or .csv, also with .gz`);
  }
  return files.map((name) => join(path, name));
};
