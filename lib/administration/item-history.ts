import type { Page } from '../attributes/attribute-store.ts';
import type { Change, ItemKey } from '../attributes/item.ts';
import { baseVersion } from './base-version.ts';
import { putContent } from './edit-item.ts';
import { InvalidRequestError, ItemNotFoundError } from './errors.ts';
import { describeKey, normalizeKey } from './item-key.ts';
import type { Services, Write } from './services.ts';
import { type Written, writeItem } from './write-item.ts';

type PageOptions = { readonly limit: number; readonly cursor?: string | undefined };

/** The changes of an item, newest first, each with the content before and after. */
export const itemHistory = (services: Services, key: ItemKey, options: PageOptions): Promise<Page<Change>> =>
  services.store.changes(normalizeKey(services.instances, key), options);

const findChange = async (services: Services, key: ItemKey, version: number): Promise<Change> => {
  let cursor: string | undefined;
  do {
    const { entries, next } = await services.store.changes(key, { limit: 100, cursor });
    const change = entries.find((entry) => entry.version === version);
    if (change) {
      return change;
    }
    cursor = next;
  } while (cursor !== undefined);
  throw new ItemNotFoundError(`The history of the ${describeKey(key)} has no version ${version} (any more).`);
};

/**
 * Makes the content of an earlier version the current one, as a new version; a deleted item comes back. The values
 * are checked again, as the policy may have changed.
 * @throws ItemNotFoundError, InvalidRequestError, ValuesRefusedError, VersionConflictError
 */
export const putBackVersion = (
  services: Services,
  givenKey: ItemKey,
  version: number,
  write: Write,
): Promise<Written> =>
  writeItem(services, givenKey, { ...write, action: 'put back' }, async (key, item) => {
    const { after } = await findChange(services, key, version);
    if (!after) {
      throw new InvalidRequestError(`Version ${version} is a deletion: delete the ${describeKey(key)} instead.`);
    }
    const base = baseVersion(key, item && { ...item, deleted: false }, write, { creates: false });
    return putContent(services, { key, item, content: after, version: base, write });
  });
