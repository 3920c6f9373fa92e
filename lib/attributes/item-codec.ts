import * as z from 'zod/mini';
import type { ClaimValue } from '../claims/claim-value.ts';
import { toAttributeValue } from './attribute-value-codec.ts';
import { contentFromJson } from './change-codec.ts';
import type { Change, Item, StoredItem } from './item.ts';
import { maximumContentBytes } from './item-content.ts';
import { isListedKind, toPartitionKey } from './item-key.ts';
import { keyOf, ownerOf, parseFields, type TableRecord, toStoredItem } from './item-record.ts';
import { toLookupEmail } from './lookup-email.ts';
import { contentOf } from './next-item.ts';

const auditFields = z.object({
  updatedAt: z.string(),
  updatedBy: z.string(),
  lastChange: z.optional(
    z.object({
      version: z.int(),
      at: z.string(),
      by: z.string(),
      action: z.enum(['put', 'delete', 'revoke']),
      request: z.optional(z.string()),
      before: z.optional(z.string()),
    }),
  ),
});

/** Reads the whole record, its history included. @throws MalformedItemError, ItemTooLargeError */
export const toItem = (record: TableRecord): Item => {
  const item = toStoredItem(record);
  const { updatedAt, updatedBy, lastChange } = parseFields(
    auditFields,
    record,
    ownerOf(record),
    2 * maximumContentBytes,
  );
  return {
    key: keyOf(record),
    ...item,
    updatedAt,
    updatedBy,
    ...(lastChange !== undefined && { lastChange: toLastChange(lastChange, item, ownerOf(record)) }),
  };
};

/** `after` is not stored a second time: it is the item's own content. */
const toLastChange = (
  { before, ...change }: NonNullable<z.output<typeof auditFields>['lastChange']>,
  item: StoredItem,
  owner: string,
): Change => ({
  ...change,
  ...(before !== undefined && { before: contentFromJson(before, owner) }),
  ...(item.deleted !== true && { after: contentOf(item) }),
});

/** @param writeId tells our own write from another one when the answer to a put was lost */
export const fromItem = (item: Item, writeId: string): TableRecord => {
  const { key, lastChange, mode, ...rest } = item;
  const fields: Readonly<Record<string, ClaimValue | undefined>> = {
    ...rest,
    pk: toPartitionKey(key),
    writeId,
    mode: mode && { ...mode },
    lastChange: lastChange && lastChangeFields(lastChange),
    ...indexKeys(item),
  };
  const record: TableRecord = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) {
      record[name] = toAttributeValue(value);
    }
  }
  return record;
};

const lastChangeFields = ({
  version,
  at,
  by,
  action,
  request,
  before,
}: Change): Record<string, ClaimValue | undefined> => ({
  version,
  at,
  by,
  action,
  request,
  before: before && JSON.stringify(before),
});

/** The keys of the two sparse indexes; a tombstone is in neither. */
const indexKeys = ({ key, email, deleted }: Item): Readonly<Record<string, string>> => {
  if (deleted === true || key.kind === 'hook') {
    return {};
  }
  return {
    ...(isListedKind(key.kind) && { listing: listingKey(key.kind, key.realm) }),
    ...(key.kind === 'user' && email !== undefined && { lookup: lookupKey(key.realm, email) }),
  };
};

export const listingKey = (kind: string, realm: string): string => `${kind}#${realm}`;

export const lookupKey = (realm: string, email: string): string => `${realm}#${toLookupEmail(email)}`;
