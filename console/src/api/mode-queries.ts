import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { bodyOf } from './api-problem.ts';
import { api } from './client.ts';
import { firstPage, orNothing, pageOf, useKeyedWrite, writeHeaders } from './item-queries.ts';

/** What overrides the configured mode of a hook instance at run time. */
export type ModeOverride = NonNullable<ItemDocument['mode']>;

const routes = api.hooks[':instance'];
const overrideKey = (instance: string) => ['mode', instance] as const;

/** The item that holds the override; `null`: there never was one. */
export const useModeItem = (instance: string) =>
  useQuery({
    queryKey: overrideKey(instance),
    queryFn: () => orNothing(bodyOf(routes.mode.$get({ param: { instance } }))),
  });

export const useModeHistory = (instance: string) =>
  useInfiniteQuery({
    queryKey: ['history', ...overrideKey(instance)],
    initialPageParam: firstPage(),
    queryFn: ({ pageParam }) => bodyOf(routes.history.$get({ param: { instance }, query: pageOf(pageParam) })),
    getNextPageParam: ({ next }) => next,
  });

/** The changes of an override, each on top of the version that the page shows. */
export const useModeWrites = (instance: string, item: ItemDocument | null) => {
  const param = { instance };
  const header = () => writeHeaders(item);
  return {
    override: useKeyedWrite(overrideKey(instance), (mode: ModeOverride) =>
      bodyOf(
        routes.mode.$put({
          param,
          header: header(),
          json: { ...mode, clients: mode.clients && [...mode.clients] },
        }),
      ),
    ),
    end: useKeyedWrite(overrideKey(instance), () => bodyOf(routes.mode.$delete({ param, header: header() }))),
    putBack: useKeyedWrite(overrideKey(instance), (version: number) =>
      bodyOf(routes['put-back'].$post({ param, header: header(), json: { version } })),
    ),
  };
};
