import { contentOf } from '../../lib/administration/content-of.ts';
import type { Page } from '../../lib/attributes/attribute-store.ts';
import type { Change, Item } from '../../lib/attributes/item.ts';
import { itemId } from './path-id.ts';
import type { ChangeDocument, ItemDocument } from './schemas/item.ts';

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
const toChangeDocument = ({ version, at, by, action, before, after }: Change): ChangeDocument => ({
  version,
  at,
  by,
  action,
  ...(before ? { before: contentOf(before) } : {}),
  ...(after ? { after: contentOf(after) } : {}),
});

export const toChangePage = ({ entries, next }: Page<Change>) => ({
  entries: entries.map(toChangeDocument),
  ...(next === undefined ? {} : { next }),
});
