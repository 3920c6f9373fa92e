import type { CallOptions } from './attribute-store.ts';
import type { GroupCache } from './group-cache.ts';
import type { StoredItem } from './item.ts';

type Read = ReadonlyMap<string, StoredItem | undefined>;

/**
 * Reads items by partition key, all at once, and never rejects: what was read counts although the rest could not be.
 * In `items`, `undefined` says that there is none; a key that is missing was not read, which `fault` explains unless
 * `isEnough` ended the reading.
 */
export type FetchItems = (
  partitionKeys: readonly string[],
  options: CallOptions & {
    readonly consistent: boolean;
    /** Asked whenever something has arrived; once it holds, the rest is given up. */
    readonly isEnough: (items: Read) => boolean;
  },
) => Promise<{ readonly items: Read; readonly roundTrips: number; readonly fault?: unknown }>;

/** What one request has read so far. */
export const createReading = (
  fetchItems: FetchItems,
  cache: GroupCache | undefined,
  options: CallOptions & { readonly consistent: boolean },
) => {
  const found = new Map<string, StoredItem | undefined>();
  let roundTrips = 0;
  return {
    roundTrips: (): number => roundTrips,
    find: (partitionKey: string | undefined): StoredItem | undefined =>
      partitionKey === undefined ? undefined : found.get(partitionKey),
    /** Whether it is known what the table holds under a key, be it nothing. */
    isRead: (partitionKey: string | undefined): boolean => partitionKey !== undefined && found.has(partitionKey),
    /** @returns the fault that kept it from reading all */
    read: async (
      own: readonly (string | undefined)[],
      cacheable: readonly (string | undefined)[],
      isEnough: () => boolean,
    ): Promise<unknown> => {
      const shared = new Set<string>();
      for (const partitionKey of cacheable) {
        if (partitionKey === undefined || found.has(partitionKey)) {
          continue;
        }
        const cached = cache?.get(partitionKey);
        if (cached === undefined) {
          shared.add(partitionKey);
        } else {
          found.set(partitionKey, cached.item);
        }
      }
      const partitionKeys = [...own.filter((partitionKey) => partitionKey !== undefined), ...shared];
      if (partitionKeys.length === 0) {
        return undefined;
      }
      const remember = cache?.startReading();
      const note = (items: Read) => {
        for (const [partitionKey, item] of items) {
          found.set(partitionKey, item);
        }
      };
      const answer = await fetchItems(partitionKeys, {
        ...options,
        isEnough: (items) => {
          note(items);
          return isEnough();
        },
      });
      roundTrips += answer.roundTrips;
      note(answer.items);
      // Next to a fault, an item may be what is left of a malformed one.
      for (const [partitionKey, item] of answer.fault === undefined ? answer.items : []) {
        if (shared.has(partitionKey)) {
          remember?.(partitionKey, item);
        }
      }
      return answer.fault;
    },
  };
};
