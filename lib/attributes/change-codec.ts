import * as z from 'zod/mini';
import { MalformedItemError } from '../errors.ts';
import { toAttributeValue } from './attribute-value-codec.ts';
import type { Change, ItemContent } from './item.ts';
import { contentFields, ownerOf, parseFields, type TableRecord } from './item-record.ts';

const changeFields = z.object({
  sk: z.string(),
  at: z.string(),
  by: z.string(),
  action: z.enum(['put', 'delete', 'revoke']),
  request: z.optional(z.string()),
  before: z.optional(z.string()),
  after: z.optional(z.string()),
});

const secondsPerDay = 24 * 60 * 60;

/** Versions as text that sorts as the numbers do. */
export const toSortKey = (version: number): string => String(version).padStart(16, '0');

/** When table `changes` forgets the change, in seconds since the epoch: the same for every copy of it. */
export const expiryOf = (change: Change, retentionDays: number): number =>
  Math.floor(Date.parse(change.at) / 1000) + retentionDays * secondsPerDay;

/** Contents go in as JSON text: nobody queries them, and their nesting then never meets DynamoDB's limit. */
export const fromChange = (partitionKey: string, change: Change, retentionDays: number): TableRecord => ({
  pk: { S: partitionKey },
  sk: { S: toSortKey(change.version) },
  at: { S: change.at },
  by: { S: change.by },
  action: { S: change.action },
  expiresAt: { N: String(expiryOf(change, retentionDays)) },
  ...(change.request !== undefined && { request: toAttributeValue(change.request) }),
  ...(change.before !== undefined && { before: { S: JSON.stringify(change.before) } }),
  ...(change.after !== undefined && { after: { S: JSON.stringify(change.after) } }),
});

/** @throws MalformedItemError */
export const toChange = (record: TableRecord): Change => {
  const owner = ownerOf(record);
  const { sk, before, after, ...fields } = parseFields(changeFields, record, owner);
  return {
    ...fields,
    version: Number(sk),
    ...(before !== undefined && { before: contentFromJson(before, owner) }),
    ...(after !== undefined && { after: contentFromJson(after, owner) }),
  };
};

/** Reads back what {@link toStoredContent} let in. @throws MalformedItemError */
export const contentFromJson = (text: string, owner: string): ItemContent => {
  try {
    return z.parse(contentFields, JSON.parse(text));
  } catch (error) {
    throw new MalformedItemError(`${owner}: a change holds content that is not an item's.`, { cause: error });
  }
};
