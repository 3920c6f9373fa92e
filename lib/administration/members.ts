import type { Page } from '../attributes/attribute-store.ts';
import type { Item } from '../attributes/item.ts';
import { toGroupName } from '../attributes/item-key.ts';
import { checkRealm } from './item-key.ts';
import type { Services } from './services.ts';

/** Items that one page of a scan looks at. */
const pageSize = 500;
/** Pages after which a count is given as "at least". */
const countedPages = 40;

type PageOptions = { readonly limit: number; readonly cursor?: string | undefined };

/**
 * Items that match, from one page of a scan: a page may hold fewer entries than the table has, or none, and still
 * have a next one. DynamoDB keeps no index of who names a group, so this reads the table.
 */
const scanPage = async (
  { store }: Services,
  matches: (item: Item) => boolean,
  { limit, cursor }: PageOptions,
): Promise<Page<Item>> => {
  const { entries, next } = await store.scan({ limit, cursor });
  return { entries: entries.filter((item) => !item.deleted && matches(item)), next };
};

const namesGroup =
  (realm: string, group: string) =>
  ({ key, groups }: Item): boolean =>
    key.kind !== 'hook' && key.realm === realm && (groups ?? []).includes(group);

/** Users, memberships and clients whose item names the group; not those whose groups only the IdP knows. */
export const groupMembers = (services: Services, realm: string, group: string, options: PageOptions) =>
  scanPage(services, namesGroup(checkRealm(services.instances, realm), toGroupName(group)), options);

/** The memberships of an organization. */
export const organizationMembers = (services: Services, realm: string, organization: string, options: PageOptions) =>
  scanPage(
    services,
    ({ key }) =>
      key.kind === 'member' && key.realm === checkRealm(services.instances, realm) && key.organization === organization,
    options,
  );

/** How many items name the group; `complete: false` when the table is too large to read for it. */
export const countMembers = async (services: Services, realm: string, group: string) => {
  let count = 0;
  let cursor: string | undefined;
  for (let page = 0; page < countedPages; page += 1) {
    const { entries, next } = await groupMembers(services, realm, group, { limit: pageSize, cursor });
    count += entries.length;
    if (next === undefined) {
      return { count, complete: true };
    }
    cursor = next;
  }
  return { count, complete: false };
};
