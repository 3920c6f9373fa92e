import { encodePathId } from '../../../functions/admin/path-id.ts';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { bodyOf } from '../api/api-problem.ts';
import { itemApi } from '../api/collections.ts';
import { type ItemReference, paramOf, useWrite, writeHeaders } from '../api/item-queries.ts';

/** The changes of an item as a whole, each on top of the version that the page shows. */
export const useItemWrites = (reference: ItemReference, item: ItemDocument | null) => {
  const routes = itemApi[reference.collection][':id'];
  const param = paramOf(reference);
  return {
    block: useWrite(reference, (blocked: boolean) =>
      bodyOf(routes.blocked.$put({ param, header: writeHeaders(item), json: { blocked } })),
    ),
    revoke: useWrite(reference, () => bodyOf(routes.revoke.$post({ param, header: writeHeaders(item) }))),
    remove: useWrite(reference, () => bodyOf(routes.$delete({ param, header: writeHeaders(item) }))),
    addGroup: useWrite(reference, (group: string) =>
      bodyOf(
        routes.groups[':group'].$put({ param: { ...param, group: encodePathId(group) }, header: writeHeaders(item) }),
      ),
    ),
    removeGroup: useWrite(reference, (group: string) =>
      bodyOf(
        routes.groups[':group'].$delete({
          param: { ...param, group: encodePathId(group) },
          header: writeHeaders(item),
        }),
      ),
    ),
    putBack: useWrite(reference, (version: number) =>
      bodyOf(routes['put-back'].$post({ param, header: writeHeaders(item), json: { version } })),
    ),
  };
};
