import type { Page } from '../attributes/attribute-store.ts';
import type { Item, ItemKey } from '../attributes/item.ts';
import { checkRealm } from './item-key.ts';
import type { Services } from './services.ts';

export type ListedKind = 'user' | 'group' | 'org' | 'client';

/** Reads the items of a page of keys; one that was deleted in between is left out. */
const readAll = async ({ store }: Services, keys: readonly ItemKey[]): Promise<readonly Item[]> => {
  const items = await Promise.all(keys.map((key) => store.get(key)));
  return items.flatMap((item) => (item && !item.deleted ? [item] : []));
};

/** A page of items: groups, organizations and clients by name, users in the table's own order. */
export const listItems = async (
  services: Services,
  kind: ListedKind,
  realm: string,
  options: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<Item>> => {
  const { entries, next } = await services.store.list(kind, checkRealm(services.instances, realm), options);
  return { entries: await readAll(services, entries), next };
};

/** The users with an e-mail address, compared without case. */
export const findUsersByEmail = async (services: Services, realm: string, email: string): Promise<readonly Item[]> =>
  readAll(services, await services.store.findByEmail(checkRealm(services.instances, realm), email.trim()));
