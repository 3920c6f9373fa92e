import type { Item, ItemContent, ItemKey, ModeOverride } from '../attributes/item.ts';
import { toGroupName } from '../attributes/item-key.ts';
import type { ClaimValue } from '../claims/claim-value.ts';
import { editItem } from './edit-item.ts';
import { InvalidRequestError, ItemNotFoundError } from './errors.ts';
import { describeKey, normalizeKey } from './item-key.ts';
import type { Services, Write } from './services.ts';
import type { Written } from './write-item.ts';

type Operation<Arguments extends readonly unknown[]> = (
  services: Services,
  key: ItemKey,
  ...rest: readonly [...Arguments, Write]
) => Promise<Written>;

const empty: ItemContent = { attributes: {} };

/**
 * Reads an item as it is stored.
 * @throws ItemNotFoundError when there is none; a tombstone is returned, with `deleted`
 */
export const readItem = async ({ store, instances }: Services, givenKey: ItemKey): Promise<Item> => {
  const key = normalizeKey(instances, givenKey);
  const item = await store.get(key);
  if (!item) {
    throw new ItemNotFoundError(`There is no ${describeKey(key)}.`);
  }
  return item;
};

/** Puts other content in the place of an item's. */
export const replaceItem: Operation<[content: ItemContent]> = (services, key, content, write) =>
  editItem(services, key, { action: 'replace', creates: false, content: () => content }, write);

/** Sets one attribute; makes the item where there is none. */
export const setAttribute: Operation<[name: string, value: ClaimValue]> = (services, key, name, value, write) =>
  editItem(
    services,
    key,
    {
      action: 'set attribute',
      creates: true,
      content: (current = empty) => ({ ...current, attributes: { ...current.attributes, [name]: value } }),
    },
    write,
  );

/** Takes one attribute away; there being none is fine. */
export const unsetAttribute: Operation<[name: string]> = (services, key, name, write) =>
  editItem(
    services,
    key,
    {
      action: 'unset attribute',
      creates: false,
      content: (current = empty) => {
        const { [name]: _gone, ...attributes } = current.attributes;
        return { ...current, attributes };
      },
    },
    write,
  );

/** Adds a group to a user, a membership or a client; makes the item where there is none. */
export const addGroup: Operation<[group: string]> = (services, key, group, write) =>
  editItem(
    services,
    key,
    {
      action: 'add group',
      creates: true,
      content: (current = empty) => ({ ...current, groups: [...(current.groups ?? []), group] }),
    },
    write,
  );

/** Takes a group away; there being none is fine. */
export const removeGroup: Operation<[group: string]> = (services, key, group, write) =>
  editItem(
    services,
    key,
    {
      action: 'remove group',
      creates: false,
      content: (current = empty) => ({
        ...current,
        groups: (current.groups ?? []).filter((name) => name !== toGroupName(group)),
      }),
    },
    write,
  );

/** Blocks (no token any more, whatever the rest says) or unblocks; a block makes the item where there is none. */
export const setBlocked: Operation<[blocked: boolean]> = (services, key, blocked, write) =>
  editItem(
    services,
    key,
    {
      action: blocked ? 'block' : 'unblock',
      creates: blocked,
      content: (current = empty) => {
        const { blocked: _before, ...content } = current;
        return blocked ? { ...content, blocked } : content;
      },
    },
    write,
  );

/**
 * Overrides a hook instance's mode at run time; `undefined` ends the override.
 * @throws InvalidRequestError where the configuration switches the instance off
 */
export const setMode: Operation<[mode: ModeOverride | undefined]> = (services, key, mode, write) => {
  if (key.kind !== 'hook') {
    throw new InvalidRequestError('Only a hook instance has a mode.');
  }
  const content: ItemContent = { attributes: {}, ...(mode && { mode }) };
  return editItem(services, key, { action: 'set mode', creates: true, content: () => content }, write);
};
