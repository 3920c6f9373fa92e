import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { ClaimValue } from '../claims/claim-value.ts';
import { MalformedItemError } from '../errors.ts';
import { toClaimValue } from './attribute-value-codec.ts';
import type { ItemKey, StoredItem } from './item.ts';
import { maximumContentBytes } from './item-content.ts';
import { toItemKey } from './item-key.ts';

/** One record of a table, as the SDK gives and takes it. */
export type TableRecord = Record<string, AttributeValue>;

/** Attributes are checked while they are decoded; a schema would copy them, and lose `__proto__`. */
const attributes = z.custom<Readonly<Record<string, ClaimValue>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected a map',
);

/** What an administrator edits of an item. */
export const contentFields = z.object({
  attributes,
  groups: z.optional(z.array(z.string())),
  organization: z.optional(z.string()),
  precedence: z.optional(z.int()),
  email: z.optional(z.string()),
  blocked: z.optional(z.boolean()),
  mode: z.optional(
    z.object({
      mode: z.enum(['enforce', 'observe', 'off']),
      share: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
      clients: z.optional(z.array(z.string())),
    }),
  ),
});

const storedFields = z.extend(contentFields, {
  deleted: z.optional(z.boolean()),
  version: z.int().check(z.minimum(1)),
  epoch: z.int().check(z.minimum(0)),
});

/** The fields that a decision needs: hooks ask for no more, since `lastChange` can be as large as all of them. */
export const storedFieldNames: readonly string[] = ['pk', ...Object.keys(storedFields.shape)];

/** @throws MalformedItemError, ItemTooLargeError; both name the key and the field, never a value */
export const toStoredItem = (record: TableRecord): StoredItem => parseFields(storedFields, record, ownerOf(record));

/** What is left of a malformed item that says "blocked" or "deleted"; nothing but that counts of it. */
export const toRefusingItem = (record: TableRecord): StoredItem | undefined => {
  const blocked = record['blocked']?.BOOL === true;
  const deleted = record['deleted']?.BOOL === true;
  return blocked || deleted ? { attributes: {}, version: 1, epoch: 0, blocked, deleted } : undefined;
};

/**
 * Decodes and checks the fields of `schema`; others are left alone.
 * @param maximumLength of the text in one field
 * @throws MalformedItemError, ItemTooLargeError
 */
export const parseFields = <Shape extends z.core.$ZodShape>(
  schema: z.ZodMiniObject<Shape>,
  record: TableRecord,
  owner: string,
  maximumLength = maximumContentBytes,
): z.output<z.ZodMiniObject<Shape>> => {
  const plain: Record<string, ClaimValue> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = record[name];
    if (value !== undefined) {
      plain[name] = toClaimValue(value, name, { owner, maximumLength });
    }
  }
  const parsed = z.safeParse(schema, plain);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
    throw new MalformedItemError(`${owner} has not the shape of an item: ${[...new Set(fields)].join(', ')}.`);
  }
  return parsed.data;
};

/** Names the item in messages. */
export const ownerOf = (record: TableRecord): string =>
  record['pk']?.S === undefined ? 'An item without a key' : `Item "${record['pk'].S}"`;

/** @throws MalformedItemError */
export const keyOf = (record: TableRecord): ItemKey => {
  try {
    return toItemKey(record['pk']?.S ?? '');
  } catch (error) {
    throw new MalformedItemError(`${ownerOf(record)}: its key is not one of this table.`, { cause: error });
  }
};
