import { contentOf } from '../../lib/administration/content-of.ts';
import { ItemExistsError, ItemNotFoundError } from '../../lib/administration/errors.ts';
import type { Item, ItemContent, ItemKey } from '../../lib/attributes/item.ts';
import { VersionConflictError } from '../../lib/errors.ts';
import type { AdministrationDoor } from '../frame/administration-options.ts';

export type EditOptions = {
  readonly by: string;
  /** The version that the person has seen; without it the edit goes on top of whatever is there. */
  readonly ifVersion?: number | undefined;
  /** Whether the edit makes an item where there is none. */
  readonly creates: boolean;
};

/** Others may be faster so many times. */
const attempts = 5;

/**
 * Changes several things of an item in one write: all of them or none.
 * @throws ItemNotFoundError, ItemExistsError (a tombstone), ValuesRefusedError, VersionConflictError
 */
export const editContent = async (
  door: AdministrationDoor,
  key: ItemKey,
  change: (content: ItemContent) => ItemContent,
  { by, ifVersion, creates }: EditOptions,
): Promise<Awaited<ReturnType<AdministrationDoor['replace']>>> => {
  for (let attempt = 1; ; attempt += 1) {
    const item = await readExisting(door, key);
    try {
      if (item === undefined && creates && (ifVersion ?? 0) === 0) {
        return await door.create(key, change({ attributes: {} }), { by });
      }
      const content = change(item === undefined ? { attributes: {} } : contentOf(item));
      return await door.replace(key, content, { by, expectedVersion: ifVersion ?? item?.version });
    } catch (error) {
      const faster = error instanceof VersionConflictError || (item === undefined && error instanceof ItemExistsError);
      if (!faster || ifVersion !== undefined || attempt === attempts) {
        throw error;
      }
    }
  }
};

const readExisting = async (door: AdministrationDoor, key: ItemKey): Promise<Item | undefined> => {
  try {
    const item = await door.read(key);
    return item.deleted ? undefined : item;
  } catch (error) {
    if (error instanceof ItemNotFoundError) {
      return undefined;
    }
    throw error;
  }
};
