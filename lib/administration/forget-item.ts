import type { ItemKey } from '../attributes/item.ts';
import { ItemNotFoundError } from './errors.ts';
import { describeKey, normalizeKey } from './item-key.ts';
import type { Services } from './services.ts';

/**
 * Erases an item and all its changes, for a person's right to erasure; cannot be undone. The audit line that stays
 * names the action and the key. A subject that is forgotten is unknown afterwards, not denied: block or delete at the
 * IdP first, and wait until its tokens have expired: nothing remembers any more that they were revoked.
 * @throws ItemNotFoundError
 */
export const forgetItem = async (services: Services, givenKey: ItemKey, { by }: { readonly by: string }) => {
  const key = normalizeKey(services.instances, givenKey);
  const item = await services.store.get(key);
  if (!item) {
    throw new ItemNotFoundError(`There is no ${describeKey(key)}.`);
  }
  await services.store.forget(key);
  services.record({
    event: 'change',
    action: 'forget',
    by,
    key,
    attributes: [],
    fields: [],
    fromVersion: item.version,
    toVersion: 0,
  });
};
