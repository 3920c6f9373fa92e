import { type QueryKey, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { encodePathId } from '../../../functions/admin/path-id.ts';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { ApiProblem, bodyOf } from './api-problem.ts';
import { type Collection, itemApi, type ListedCollection, listApi, memberApi } from './collections.ts';

export type ItemReference = { readonly collection: Collection; readonly realm: string; readonly id: string };

const itemKey = ({ collection, realm, id }: ItemReference) => ['item', realm, collection, id] as const;
export const paramOf = ({ realm, id }: ItemReference) => ({ realm, id: encodePathId(id) });

/** `null`: nothing is stored. */
export const orNothing = async (reading: Promise<ItemDocument>): Promise<ItemDocument | null> => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) {
      return null;
    }
    throw error;
  }
};

/** Query options of an item; `null`: nothing is stored. */
export const itemQuery = (reference: ItemReference) => ({
  queryKey: itemKey(reference),
  queryFn: () => orNothing(bodyOf(itemApi[reference.collection][':id'].$get({ param: paramOf(reference) }))),
});

export const useItem = (reference: ItemReference) => useQuery(itemQuery(reference));

/** A function, so that its type stays that of a cursor. */
export const firstPage = (): string | undefined => undefined;
export const pageOf = (cursor: string | undefined) => ({ limit: '50', ...(cursor !== undefined && { cursor }) });

export const useItems = (collection: ListedCollection, realm: string, email?: string) =>
  useInfiniteQuery({
    queryKey: ['items', realm, collection, email ?? ''],
    initialPageParam: firstPage(),
    queryFn: ({ pageParam }) =>
      bodyOf(listApi[collection].$get({ param: { realm }, query: { ...pageOf(pageParam), ...(email && { email }) } })),
    getNextPageParam: ({ next }) => next,
  });

/** Who names the group, or belongs to the organization; read page by page, as the table has no index of it. */
export const useMembers = (collection: keyof typeof memberApi, realm: string, id: string) =>
  useInfiniteQuery({
    queryKey: ['members', realm, collection, id],
    initialPageParam: firstPage(),
    queryFn: ({ pageParam }) =>
      bodyOf(
        memberApi[collection][':id'].members.$get({
          param: { realm, id: encodePathId(id) },
          query: { ...pageOf(pageParam), limit: '200' },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });

export const useHistory = (reference: ItemReference, enabled = true) =>
  useInfiniteQuery({
    queryKey: ['history', ...itemKey(reference)],
    enabled,
    initialPageParam: firstPage(),
    queryFn: ({ pageParam }) =>
      bodyOf(
        itemApi[reference.collection][':id'].history.$get({ param: paramOf(reference), query: pageOf(pageParam) }),
      ),
    getNextPageParam: ({ next }) => next,
  });

/** What the server says after a write: the item as it is now, and what its writer should know. */
export type Written = {
  readonly item: ItemDocument;
  readonly notices: readonly { kind: string; attribute: string; text: string; declaration?: string | undefined }[];
};

/** The headers of a write on top of what was read; the idempotency key makes a repeat after a lost answer safe. */
export const writeHeaders = (item: Pick<ItemDocument, 'version'> | null | undefined) => ({
  ...(item ? { 'if-match': `"${item.version}"` } : { 'if-none-match': '*' }),
  'idempotency-key': crypto.randomUUID(),
});

/**
 * A change of what is kept under a key: afterwards everything that may show it is read again. After somebody else was
 * faster, the latest version is read, so that doing it again goes on top of that.
 */
export const useKeyedWrite = <Input>(queryKey: QueryKey, write: (input: Input) => Promise<Written>) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (input: Input) => {
      try {
        return await write(input);
      } catch (error) {
        if (error instanceof ApiProblem && (error.status === 412 || error.status === 409)) {
          await queries.invalidateQueries({ queryKey });
        }
        throw error;
      }
    },
    onSuccess: async ({ item }) => {
      queries.setQueryData(queryKey, item);
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'settings' });
    },
  });
};

/** A change of an item. */
export const useWrite = <Input>(reference: ItemReference, write: (input: Input) => Promise<Written>) =>
  useKeyedWrite(itemKey(reference), write);
