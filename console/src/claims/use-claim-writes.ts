import { encodePathId } from '../../../functions/admin/path-id.ts';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import type { ClaimValue } from '../../../lib/claims/claim-value.ts';
import { bodyOf } from '../api/api-problem.ts';
import { itemApi } from '../api/collections.ts';
import { type ItemReference, paramOf, useWrite, writeHeaders } from '../api/item-queries.ts';

type SetClaim = { readonly claim: string; readonly value: unknown };

/** What was typed comes out of a control or of `JSON.parse`: it is JSON. */
const asJson = (value: unknown): ClaimValue => JSON.parse(JSON.stringify(value));

/** Sets one claim of an item; makes the item where there is none. */
export const useSetClaim = (reference: ItemReference, item: ItemDocument | null) => {
  return useWrite(reference, ({ claim, value }: SetClaim) =>
    bodyOf(
      itemApi[reference.collection][':id'].attributes[':attribute'].$put({
        param: { ...paramOf(reference), attribute: encodePathId(claim) },
        header: writeHeaders(item),
        json: { value: asJson(value) },
      }),
    ),
  );
};

export const useUnsetClaim = (reference: ItemReference, item: ItemDocument | null) => {
  return useWrite(reference, (claim: string) =>
    bodyOf(
      itemApi[reference.collection][':id'].attributes[':attribute'].$delete({
        param: { ...paramOf(reference), attribute: encodePathId(claim) },
        header: writeHeaders(item),
      }),
    ),
  );
};
