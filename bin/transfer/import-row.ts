import { checkContent } from '../../lib/administration/check-content.ts';
import { describeKey, normalizeKey } from '../../lib/administration/item-key.ts';
import type { Item, ItemContent, ItemKey } from '../../lib/attributes/item.ts';
import { putItem } from '../../lib/attributes/next-item.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { ClaimsError } from '../../lib/errors.ts';
import type { HookInstances } from '../../lib/hook-instance.ts';
import { describeRecordProblem } from './describe-record-problem.ts';
import { contentOfRecord, itemRecord, keyOf } from './item-record.ts';
import type { SourceRow } from './source-row.ts';

/** A row that may be written: an item's content, or `deleted` for a tombstone. */
export type ImportRow = {
  readonly line: number;
  readonly key: ItemKey;
  readonly content: ItemContent;
  readonly deleted: boolean;
};

/** A row that may not, with the key where it has one. Never holds a value. */
export type RefusedRow = { readonly line: number; readonly key?: string | undefined; readonly problem: string };

/** What rows are checked against: the policy, the realms, and the store's own rules. */
export type RowRules = { readonly policy: ClaimsPolicy; readonly instances: HookInstances };

/** Checks the shape of a row and its key; quick, so that a second reading of the file can repeat it. */
export const parseRow = ({ instances }: RowRules, row: SourceRow): ImportRow | RefusedRow => {
  if ('problem' in row) {
    return { line: row.line, problem: row.problem };
  }
  const record = itemRecord.safeParse(row.value);
  if (!record.success) {
    return { line: row.line, problem: describeRecordProblem(record.error) };
  }
  const named = keyOf(record.data);
  try {
    const key = normalizeKey(instances, named);
    return { line: row.line, key, content: contentOfRecord(record.data), deleted: record.data.deleted ?? false };
  } catch (error) {
    return refusal(row.line, named, error);
  }
};

/** Checks what a row would store, at the same door as every other write; `undefined`: nothing is wrong. */
export const checkRow = async ({ policy }: RowRules, row: ImportRow): Promise<RefusedRow | undefined> => {
  if (row.deleted) {
    return undefined;
  }
  try {
    const { refused } = await checkContent(policy, row.key, row.content);
    if (refused.length > 0) {
      const problems = refused.map(({ attribute, message }) => `"${attribute}": ${message}`);
      return { line: row.line, key: describeKey(row.key), problem: problems.join(' ') };
    }
    // The store's own rules, size among them, without a store.
    putItem({ key: row.key, current: undefined, options: firstWrite, at: '' }, row.content);
    return undefined;
  } catch (error) {
    return refusal(row.line, row.key, error);
  }
};

export const isRefused = (row: ImportRow | RefusedRow): row is RefusedRow => 'problem' in row;

/** The item that a row makes in an empty table. */
export const firstItem = (row: ImportRow, by: string, at: string): Item =>
  putItem({ key: row.key, current: undefined, options: { by, expectedVersion: 0 }, at }, row.content);

const firstWrite = { by: 'import', expectedVersion: 0 };

const refusal = (line: number, key: ItemKey, error: unknown): RefusedRow => {
  if (error instanceof ClaimsError) {
    return { line, key: describeKey(key), problem: error.message };
  }
  throw error;
};
