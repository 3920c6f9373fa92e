import type { Item, ItemKey } from '../attributes/item.ts';
import { VersionConflictError } from '../errors.ts';
import { ItemExistsError, ItemNotFoundError } from './errors.ts';
import { describeKey } from './item-key.ts';
import type { Write } from './services.ts';

/**
 * The version that a write goes on top of, `0` where there is no item.
 * @throws ItemExistsError, ItemNotFoundError, VersionConflictError
 */
export const baseVersion = (
  key: ItemKey,
  item: Item | undefined,
  { expectedVersion }: Write,
  { creates }: { readonly creates: boolean },
): number => {
  if (!item) {
    if (!creates || (expectedVersion ?? 0) !== 0) {
      throw new ItemNotFoundError(`There is no ${describeKey(key)}.`);
    }
    return 0;
  }
  if (item.deleted) {
    const gone = `The ${describeKey(key)} was deleted at version ${item.version}`;
    throw creates && (expectedVersion ?? 0) === 0
      ? new ItemExistsError(`${gone}: create it again, and say that you reuse it.`)
      : new ItemNotFoundError(`${gone}.`);
  }
  if (expectedVersion === 0) {
    throw new ItemExistsError(`The ${describeKey(key)} exists already, at version ${item.version}.`);
  }
  if (expectedVersion !== undefined && expectedVersion !== item.version) {
    throw new VersionConflictError(
      `The ${describeKey(key)} is at version ${item.version}, not ${expectedVersion}: read it again and repeat the change.`,
    );
  }
  return item.version;
};
