import type { AttributeStore, Page } from './attribute-store.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { createGroupCache } from './group-cache.ts';
import type { Change, Item, ItemKey } from './item.ts';
import { toPartitionKey } from './item-key.ts';
import { createAttributeReader } from './load-attributes.ts';
import { toLookupEmail } from './lookup-email.ts';
import { deleteItem, putItem, revokeItem, type WriteContext } from './next-item.ts';

export type MemoryAttributeStoreOptions = {
  /** Milliseconds since the epoch. */
  readonly clock?: (() => number) | undefined;
  /** Items to start with, as they are. */
  readonly items?: readonly Item[] | undefined;
  readonly groupCacheSeconds?: number | undefined;
};

/** The whole store in memory, by the same contract as DynamoDB: for tests, for `explain --items`, for a first look. */
export const createMemoryAttributeStore = ({
  clock = Date.now,
  items = [],
  groupCacheSeconds = 0,
}: MemoryAttributeStoreOptions = {}): AttributeStore => {
  const table = new Map(items.map((item) => [toPartitionKey(item.key), item]));
  const history = new Map<string, Change[]>();

  const write = (key: ItemKey, options: WriteContext['options'], next: (context: WriteContext) => Item): Item => {
    const partitionKey = toPartitionKey(key);
    const current = table.get(partitionKey);
    const item = next({ key, current, options, at: new Date(clock()).toISOString() });
    if (current?.lastChange !== undefined) {
      history.set(partitionKey, [current.lastChange, ...(history.get(partitionKey) ?? [])]);
    }
    table.set(partitionKey, item);
    return item;
  };

  return {
    ...createAttributeReader({
      cache: createGroupCache({ seconds: groupCacheSeconds, clock }),
      fetchItems: async (partitionKeys) => ({
        items: new Map(partitionKeys.map((partitionKey) => [partitionKey, table.get(partitionKey)])),
        roundTrips: 1,
      }),
    }),
    get: async (key) => table.get(toPartitionKey(key)),
    put: async (key, content, options) => write(key, options, (context) => putItem(context, content)),
    delete: async (key, options) => write(key, options, deleteItem),
    revoke: async (key, options) => write(key, options, revokeItem),
    createIfAbsent: async (key, content, { by, signal }) => {
      signal.throwIfAborted();
      if (table.has(toPartitionKey(key))) {
        return false;
      }
      write(key, { by, expectedVersion: 0 }, (context) => putItem(context, content));
      return true;
    },
    findByEmail: async (realm, email) => {
      const wanted = toLookupEmail(email);
      return sorted(table)
        .filter(
          ({ key, email: own }) => key.kind === 'user' && key.realm === realm && own && toLookupEmail(own) === wanted,
        )
        .map(({ key }) => key);
    },
    list: async (kind, realm, options) => {
      const keys = sorted(table)
        .filter(({ key, deleted }) => key.kind === kind && key.realm === realm && deleted !== true)
        .map(({ key }) => key);
      return page(`${kind}#${realm}`, keys, toPartitionKey, options);
    },
    scan: async (options) => page('scan', sorted(table), ({ key }) => toPartitionKey(key), options),
    changes: async (key, options) => {
      const partitionKey = toPartitionKey(key);
      const latest = table.get(partitionKey)?.lastChange;
      const all = [...(latest === undefined ? [] : [latest]), ...(history.get(partitionKey) ?? [])];
      return page(`changes#${partitionKey}`, all, ({ version }) => newestFirst(version), options);
    },
    forget: async (key) => {
      table.delete(toPartitionKey(key));
      history.delete(toPartitionKey(key));
    },
  };
};

const sorted = (table: ReadonlyMap<string, Item>): readonly Item[] =>
  [...table].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);

/** A text that sorts the other way round than the version. */
const newestFirst = (version: number): string => String(Number.MAX_SAFE_INTEGER - version).padStart(16, '0');

const page = <Entry>(
  listing: string,
  entries: readonly Entry[],
  position: (entry: Entry) => string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Page<Entry> => {
  const start = cursor === undefined ? undefined : fromCursor(listing, cursor);
  const rest = start === undefined ? entries : entries.filter((entry) => position(entry) > start);
  const chosen = rest.slice(0, limit);
  const last = chosen.at(-1);
  return rest.length > limit && last !== undefined
    ? { entries: chosen, next: toCursor(listing, position(last)) }
    : { entries: chosen };
};
