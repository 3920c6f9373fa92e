import { useQueryClient } from '@tanstack/react-query';
import { encodePathId } from '../../../functions/admin/path-id.ts';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import type { ClaimValue } from '../../../lib/claims/claim-value.ts';
import { ApiProblem, bodyOf } from '../api/api-problem.ts';
import { itemApi } from '../api/collections.ts';
import { type ItemReference, paramOf, useWrite, writeHeaders } from '../api/item-queries.ts';

type SetClaim = { readonly claim: string; readonly value: unknown };

/** What was typed comes out of a control or of `JSON.parse`: it is JSON. */
const asJson = (value: unknown): ClaimValue => JSON.parse(JSON.stringify(value));

/** After somebody else was faster, the latest version is read, so that saving again goes on top of it. */
const useReloadOnConflict = () => {
  const queries = useQueryClient();
  return async (error: unknown): Promise<never> => {
    if (error instanceof ApiProblem && (error.status === 412 || error.status === 409)) {
      await queries.invalidateQueries({ queryKey: ['item'] });
    }
    throw error;
  };
};

/** Sets one claim of an item; makes the item where there is none. */
export const useSetClaim = (reference: ItemReference, item: ItemDocument | null) => {
  const reload = useReloadOnConflict();
  return useWrite(reference, ({ claim, value }: SetClaim) =>
    bodyOf(
      itemApi[reference.collection][':id'].attributes[':attribute'].$put({
        param: { ...paramOf(reference), attribute: encodePathId(claim) },
        header: writeHeaders(item),
        json: { value: asJson(value) },
      }),
    ).catch(reload),
  );
};

export const useUnsetClaim = (reference: ItemReference, item: ItemDocument | null) => {
  const reload = useReloadOnConflict();
  return useWrite(reference, (claim: string) =>
    bodyOf(
      itemApi[reference.collection][':id'].attributes[':attribute'].$delete({
        param: { ...paramOf(reference), attribute: encodePathId(claim) },
        header: writeHeaders(item),
      }),
    ).catch(reload),
  );
};
