import { isDeepStrictEqual } from 'node:util';
import { contentOf } from '../../lib/administration/content-of.ts';
import { ItemExistsError, ItemNotFoundError } from '../../lib/administration/errors.ts';
import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import type { Item, ItemContent, ItemKey } from '../../lib/attributes/item.ts';
import { toStoredContent } from '../../lib/attributes/item-content.ts';
import { VersionConflictError } from '../../lib/errors.ts';
import type { AdministrationDoor } from '../frame/administration-options.ts';
import type { ImportRow } from './import-row.ts';

/** What to do with an item that is there already. */
export const existingModes = ['replace', 'merge', 'skip'] as const;
export type ExistingMode = (typeof existingModes)[number];

/** `tombstone`: the item was deleted; an import does not bring it back unless told so. */
export const rowOutcomes = ['created', 'updated', 'unchanged', 'skipped', 'tombstone'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** The few operations that an import needs, in the store or through the admin API. */
export type ImportTarget = {
  read(key: ItemKey): Promise<Item | undefined>;
  /** @throws VersionConflictError */
  put(key: ItemKey, content: ItemContent, expectedVersion: number): Promise<void>;
  /** @throws VersionConflictError */
  delete(key: ItemKey, expectedVersion: number): Promise<void>;
};

/** Somebody else may write the same item meanwhile. */
const attempts = 5;

/**
 * Brings one item to what its row says. Doing it again changes nothing and counts no version, so that an import can be
 * repeated from anywhere. Most rows are new: those take one write and no read.
 */
export const writeRow = async (
  target: ImportTarget,
  row: ImportRow,
  { existing, revive }: { readonly existing: ExistingMode; readonly revive: boolean },
): Promise<RowOutcome> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (attempt === 1 && !row.deleted) {
        await target.put(row.key, row.content, 0);
        return 'created';
      }
      const item = await target.read(row.key);
      const version = item?.version ?? 0;
      if (row.deleted) {
        if (item?.deleted) {
          return 'unchanged';
        }
        await target.delete(row.key, version);
        return item === undefined ? 'created' : 'updated';
      }
      if (item?.deleted && !revive) {
        return 'tombstone';
      }
      const before = item === undefined || item.deleted ? undefined : contentOf(item);
      if (before !== undefined && existing === 'skip') {
        return 'skipped';
      }
      const after = toStoredContent(row.key, existing === 'merge' ? merge(before, row.content) : row.content);
      if (before !== undefined && isDeepStrictEqual(toStoredContent(row.key, before), after)) {
        return 'unchanged';
      }
      await target.put(row.key, after, version);
      return 'updated';
    } catch (error) {
      if (!(error instanceof VersionConflictError) || attempt === attempts) {
        throw error;
      }
    }
  }
};

/** Attributes and groups of both, the row's values where both have one. */
const merge = (before: ItemContent | undefined, row: ItemContent): ItemContent => ({
  ...before,
  ...row,
  attributes: { ...before?.attributes, ...row.attributes },
  ...(before?.groups === undefined && row.groups === undefined
    ? {}
    : { groups: [...new Set([...(before?.groups ?? []), ...(row.groups ?? [])])] }),
});

/** Writes straight to the store. */
export const storeTarget = (store: AttributeStore, by: string): ImportTarget => ({
  read: store.get,
  put: async (key, content, expectedVersion) => {
    await store.put(key, content, { by, expectedVersion });
  },
  delete: async (key, expectedVersion) => {
    await store.delete(key, { by, expectedVersion });
  },
});

/** Writes through the admin API. */
export const apiTarget = (door: AdministrationDoor, by: string): ImportTarget => ({
  read: async (key) => {
    try {
      return await door.read(key);
    } catch (error) {
      if (error instanceof ItemNotFoundError) {
        return undefined;
      }
      throw error;
    }
  },
  put: async (key, content, expectedVersion) => {
    try {
      if (expectedVersion === 0) {
        await door.create(key, content, { by });
      } else {
        await door.replace(key, content, { by, expectedVersion });
      }
    } catch (error) {
      throw error instanceof ItemExistsError ? new VersionConflictError(error.message, { cause: error }) : error;
    }
  },
  delete: async (key, expectedVersion) => {
    await door.delete(key, { by, expectedVersion });
  },
});
