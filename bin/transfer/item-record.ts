import * as z from 'zod';
import type { Item, ItemContent, ItemKey } from '../../lib/attributes/item.ts';
import type { Attributes, ClaimValue } from '../../lib/claims/claim-value.ts';

const claimValue: z.ZodType<ClaimValue> = z.json();
const attributes: z.ZodType<Attributes> = z.record(z.string(), claimValue);
const name = z.string().min(1);

/** The store's own bookkeeping. */
const bookkeeping = {
  version: z.int().min(1).optional(),
  epoch: z.int().min(0).optional(),
  deleted: z.boolean().optional(),
  updatedAt: z.string().optional(),
  updatedBy: z.string().optional(),
};

const common = { realm: name, attributes: attributes.default({}), ...bookkeeping };
const groups = z.array(name).optional();
const blocked = z.boolean().optional();

const mode = z.strictObject({
  mode: z.enum(['enforce', 'observe', 'off']),
  share: z.number().min(0).max(100).optional(),
  clients: z.array(name).optional(),
});

/**
 * One item as a row of an export and an import: its key's parts, what an administrator edits, and the store's
 * bookkeeping (`version`, `epoch`, ...), which an export writes and an import does not take over.
 */
export const itemRecord = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('user'),
    subject: name,
    ...common,
    groups,
    organization: name.optional(),
    email: z.string().optional(),
    blocked,
  }),
  z.strictObject({ kind: z.literal('member'), organization: name, subject: name, ...common, groups, blocked }),
  z.strictObject({ kind: z.literal('group'), name, ...common, precedence: z.int().optional() }),
  z.strictObject({ kind: z.literal('org'), id: name, ...common, blocked }),
  z.strictObject({
    kind: z.literal('client'),
    id: name,
    ...common,
    groups,
    organization: name.optional(),
    blocked,
  }),
  z.strictObject({
    kind: z.literal('hook'),
    instance: name,
    attributes: attributes.default({}),
    mode: mode.optional(),
    ...bookkeeping,
  }),
]);
export type ItemRecord = z.infer<typeof itemRecord>;

/** The key that a row names. */
export const keyOf = (record: ItemRecord): ItemKey => {
  switch (record.kind) {
    case 'user':
      return { kind: 'user', realm: record.realm, subject: record.subject };
    case 'member':
      return { kind: 'member', realm: record.realm, organization: record.organization, subject: record.subject };
    case 'group':
      return { kind: 'group', realm: record.realm, name: record.name };
    case 'org':
      return { kind: 'org', realm: record.realm, id: record.id };
    case 'client':
      return { kind: 'client', realm: record.realm, id: record.id };
    case 'hook':
      return { kind: 'hook', instance: record.instance };
  }
};

/** What a row says that an administrator edits. */
export const contentOfRecord = (record: ItemRecord): ItemContent => {
  switch (record.kind) {
    case 'user':
      return pick(record.attributes, {
        groups: record.groups,
        organization: record.organization,
        email: record.email,
        blocked: record.blocked,
      });
    case 'client':
      return pick(record.attributes, {
        groups: record.groups,
        organization: record.organization,
        blocked: record.blocked,
      });
    case 'member':
      return pick(record.attributes, { groups: record.groups, blocked: record.blocked });
    case 'org':
      return pick(record.attributes, { blocked: record.blocked });
    case 'group':
      return pick(record.attributes, { precedence: record.precedence });
    case 'hook':
      return pick(record.attributes, { mode: record.mode });
  }
};

/** The row of an item. */
export const toRecord = ({ key, lastChange: _, ...item }: Item): ItemRecord =>
  itemRecord.parse(Object.fromEntries(Object.entries({ ...key, ...item }).filter(([, value]) => value !== undefined)));

/** The item that a row was made from, for looking at an export without a store. */
export const toItem = (record: ItemRecord): Item => ({
  key: keyOf(record),
  ...contentOfRecord(record),
  version: record.version ?? 1,
  epoch: record.epoch ?? 0,
  ...(record.deleted === undefined ? {} : { deleted: record.deleted }),
  updatedAt: record.updatedAt ?? '1970-01-01T00:00:00.000Z',
  updatedBy: record.updatedBy ?? 'import',
});

/** Leaves out what is not given, as the store does. */
const pick = (attributes: Attributes, fields: Omit<ItemContent, 'attributes'>): ItemContent => ({
  attributes,
  ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
});
