import type { StoredItem } from './item.ts';

/** Remembers group and organization items for a few seconds, also that there is none. Nothing else is ever cached. */
export type GroupCache = {
  /** `undefined`: not known; `{ item: undefined }`: known not to exist. */
  get(partitionKey: string): { readonly item: StoredItem | undefined } | undefined;
  /** Notes the time before a read, from which the age of what it brings counts; call the result for each item. */
  startReading(): (partitionKey: string, item: StoredItem | undefined) => void;
};

export type GroupCacheOptions = {
  /** How long an item may be served, counted from the start of its read; 0 turns the cache off. */
  readonly seconds: number;
  /** The oldest entries make room; at 32 KB an item that bounds the memory. */
  readonly maximumEntries?: number | undefined;
  /** Milliseconds since the epoch: a frozen Lambda environment's monotonic clock may stand still. */
  readonly clock: () => number;
};

export const createGroupCache = ({ seconds, maximumEntries = 1000, clock }: GroupCacheOptions): GroupCache => {
  const entries = new Map<string, { readonly item: StoredItem | undefined; readonly readAt: number }>();
  return {
    get: (partitionKey) => {
      const entry = entries.get(partitionKey);
      if (entry === undefined) {
        return undefined;
      }
      const age = clock() - entry.readAt;
      // A clock that was set back would otherwise keep an entry alive for as long as it was wrong.
      if (age < 0 || age >= seconds * 1000) {
        entries.delete(partitionKey);
        return undefined;
      }
      return entry;
    },
    startReading: () => {
      const readAt = clock();
      return (partitionKey, item) => {
        if (seconds === 0) {
          return;
        }
        entries.delete(partitionKey);
        entries.set(partitionKey, { item, readAt });
        for (const oldest of entries.keys()) {
          if (entries.size <= maximumEntries) {
            break;
          }
          entries.delete(oldest);
        }
      };
    },
  };
};
