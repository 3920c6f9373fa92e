import type { Item, ItemContent, ItemKey } from '../attributes/item.ts';
import { putContent } from './edit-item.ts';
import { ItemExistsError } from './errors.ts';
import { describeKey } from './item-key.ts';
import { countMembers } from './members.ts';
import type { Services, Write } from './services.ts';
import { type Written, writeItem } from './write-item.ts';

export type Create = Write & {
  /** An item of that name was deleted, and its name is meant to be used again. */
  readonly reuse?: boolean | undefined;
};

const refuseReuse = async (services: Services, key: ItemKey, item: Item): Promise<ItemExistsError> => {
  const deleted = `The ${describeKey(key)} was deleted at version ${item.version}, by ${item.updatedBy} on ${item.updatedAt}.`;
  if (key.kind !== 'group') {
    return new ItemExistsError(`${deleted} To use it again, say so: reuse.`);
  }
  const members = await countMembers(services, key.realm, key.name);
  const count = `${members.complete ? '' : 'at least '}${members.count}`;
  return new ItemExistsError(
    `${deleted} ${count} users, memberships and clients still name it and would get its claims at once. To use the name again, say so: reuse.`,
    members,
  );
};

/**
 * Makes an item that is not there.
 * @throws ItemExistsError when there is one, or its tombstone and `reuse` was not said (a group names its members)
 */
export const createItem = (
  services: Services,
  givenKey: ItemKey,
  content: ItemContent,
  write: Create,
): Promise<Written> =>
  writeItem(services, givenKey, { ...write, action: 'create' }, async (key, item) => {
    if (item && !item.deleted) {
      throw new ItemExistsError(`The ${describeKey(key)} exists already, at version ${item.version}.`);
    }
    if (item && !write.reuse) {
      throw await refuseReuse(services, key, item);
    }
    return putContent(services, { key, item, content, version: item?.version ?? 0, write });
  });
