import { contentOf } from '../../lib/administration/content-of.ts';
import type { Change, Item, ItemKey } from '../../lib/attributes/item.ts';
import { membershipId } from './path-id.ts';
import type { ChangeDocument, ItemDocument } from './schemas/item.ts';

/** An item's id as the paths of the API have it (before encoding). */
export const itemId = (key: ItemKey): string => {
  switch (key.kind) {
    case 'user':
      return key.subject;
    case 'member':
      return membershipId(key);
    case 'group':
      return key.name;
    case 'org':
    case 'client':
      return key.id;
    case 'hook':
      return key.instance;
  }
};

/** An item as the API shows it: without the history that it carries. */
export const toItemDocument = (item: Item): ItemDocument => ({
  kind: item.key.kind,
  ...(item.key.kind === 'hook' ? {} : { realm: item.key.realm }),
  id: itemId(item.key),
  ...contentOf(item),
  version: item.version,
  epoch: item.epoch,
  ...(item.deleted ? { deleted: true } : {}),
  updatedAt: item.updatedAt,
  updatedBy: item.updatedBy,
});

/** A change as the API shows it: without the request's fingerprint. */
export const toChangeDocument = ({ version, at, by, action, before, after }: Change): ChangeDocument => ({
  version,
  at,
  by,
  action,
  ...(before ? { before: contentOf(before) } : {}),
  ...(after ? { after: contentOf(after) } : {}),
});
