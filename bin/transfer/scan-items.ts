import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import type { Item } from '../../lib/attributes/item.ts';

/** Every item of the table, page by page, tombstones included. */
export async function* scanItems(
  store: Pick<AttributeStore, 'scan'>,
  pageSize = 500,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await store.scan({ limit: pageSize, cursor });
    yield* page.entries;
    cursor = page.next;
  } while (cursor !== undefined);
}
