import { decodePathId, encodePathId } from '../../../functions/admin/path-id.ts';
import type { ItemReference } from '../api/item-queries.ts';

/** The page of an item. */
export const itemPath = ({ realm, collection, id }: ItemReference): string =>
  `/r/${realm}/${collection}/${encodePathId(id)}`;

/** The id in an address; an address that no page links to is taken as it is. */
export const idInPath = (segment: string): string => decodePathId(segment) ?? segment;

export const previewPath = (realm: string, kind: 'user' | 'client', subject: string): string =>
  `/r/${realm}/preview?${new URLSearchParams({ kind, subject })}`;

type Past = Pick<ItemReference, 'realm' | 'id'> & { readonly collection: ItemReference['collection'] | 'hooks' };

export const historyPath = ({ realm, collection, id }: Past): string =>
  `/r/${realm}/history?${new URLSearchParams({ collection, id })}`;
