import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { AttributeStoreError } from '../errors.ts';
import type { AttributeReader, CallOptions } from './attribute-store.ts';
import {
  createDynamoDBConnection,
  type DynamoDBConnection,
  type DynamoDBConnectionOptions,
} from './dynamodb-connection.ts';
import { createGroupCache } from './group-cache.ts';
import type { StoredItem } from './item.ts';
import { storedFieldNames, type TableRecord, toRefusingItem, toStoredItem } from './item-record.ts';
import { createAttributeReader } from './load-attributes.ts';
import type { FetchItems } from './reading.ts';
import { createSignedTransport, type SignedTransportOptions } from './signed-transport.ts';
import { warmUp } from './warm-up.ts';

/** BatchGetItem's own limit. @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const maximumBatchKeys = 100;

/** How often keys that a batch left undone are asked for again, time permitting. */
const maximumRepetitions = 5;

export type ReaderOptions = {
  /** The name (or ARN) of table `attributes`. */
  readonly table: string;
  /** How long group and organization items may be served from memory; default 5, 0 turns it off. */
  readonly groupCacheSeconds?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly clock?: (() => number) | undefined;
};

/** A reader that can open its connection before the first call. */
export type WarmAttributeReader = AttributeReader & {
  /** Opens the connection and loads what the first call needs; never rejects. For Lambda's INIT phase. */
  warmUp(options: CallOptions): Promise<void>;
};

/** The read side on DynamoDB as a token hook has it: signed calls, no SDK. */
export const createDynamoDBAttributeReader = (
  options: ReaderOptions & SignedTransportOptions & DynamoDBConnectionOptions,
): WarmAttributeReader =>
  createConnectedAttributeReader(createDynamoDBConnection(createSignedTransport(options), options), options);

/** The read side on a connection that others may use too. */
export const createConnectedAttributeReader = (
  connection: DynamoDBConnection,
  { table, groupCacheSeconds = 5, clock = Date.now }: ReaderOptions,
): WarmAttributeReader => ({
  ...createAttributeReader({
    fetchItems: createBatchReader(connection, table),
    cache: createGroupCache({ seconds: groupCacheSeconds, clock }),
  }),
  warmUp: (options) => warmUp(connection, table, options),
});

const projection = {
  ProjectionExpression: storedFieldNames.map((name) => `#${name}`).join(),
  ExpressionAttributeNames: Object.fromEntries(storedFieldNames.map((name) => [`#${name}`, name])),
};

type Key = Record<string, AttributeValue>;

/** Reads any number of keys: batches in parallel, and again what DynamoDB left undone, until there is no time. */
const createBatchReader =
  (connection: DynamoDBConnection, table: string): FetchItems =>
  async (partitionKeys, { isEnough, ...options }) => {
    const items = new Map<string, StoredItem | undefined>();
    const enough = Promise.withResolvers<undefined>();
    const rest = new AbortController();
    const alone = partitionKeys.length <= maximumBatchKeys;
    const reading = alone ? options : { ...options, signal: AbortSignal.any([options.signal, rest.signal]) };
    const faults: unknown[] = [];

    /** A malformed item counts as unread, but for a refusal. */
    const readItem = (partitionKey: string, record: TableRecord): void => {
      try {
        items.set(partitionKey, toStoredItem(record));
      } catch (fault) {
        faults.push(fault);
        const refusing = toRefusingItem(record);
        if (refusing) items.set(partitionKey, refusing);
        else items.delete(partitionKey);
      }
    };

    /** @returns the keys that are still to be read */
    const read = async (keys: readonly Key[]): Promise<readonly Key[]> => {
      try {
        const { records, unprocessed } = await readBatch(connection, table, keys, reading);
        const left = new Set(unprocessed.map((key) => key['pk']?.S));
        for (const { pk } of keys) {
          if (pk?.S !== undefined && !left.has(pk.S)) items.set(pk.S, undefined);
        }
        for (const record of records) {
          const partitionKey = record['pk']?.S;
          if (partitionKey !== undefined) readItem(partitionKey, record);
        }
        if (isEnough(items)) enough.resolve(undefined);
        return unprocessed;
      } catch (fault) {
        faults.push(fault);
        return [];
      }
    };

    let pending: readonly Key[] = partitionKeys.map((partitionKey) => ({ pk: { S: partitionKey } }));
    for (let roundTrips = 1; ; roundTrips += 1) {
      const left = await Promise.race([Promise.all(toBatches(pending).map(read)), enough.promise]);
      if (left === undefined) {
        rest.abort();
        return { items, roundTrips, fault: faults[0] };
      }
      pending = left.flat();
      if (pending.length === 0) {
        return { items, roundTrips, fault: faults[0] };
      }
      if (roundTrips > maximumRepetitions || !(await connection.pause(roundTrips, options))) {
        const fault = new AttributeStoreError(
          `DynamoDB's BatchGetItem left ${pending.length} of ${partitionKeys.length} keys unread: the table is throttled, or there was no time left.`,
        );
        return { items, roundTrips, fault: faults[0] ?? fault };
      }
    }
  };

/** As few batches as there can be, of even size, because the slowest decides. */
const toBatches = (keys: readonly Key[]): readonly (readonly Key[])[] => {
  const size = Math.ceil(keys.length / Math.ceil(keys.length / maximumBatchKeys));
  return Array.from({ length: Math.ceil(keys.length / size) }, (_, index) =>
    keys.slice(index * size, (index + 1) * size),
  );
};

const readBatch = async (
  connection: DynamoDBConnection,
  table: string,
  keys: readonly Key[],
  { consistent, ...options }: CallOptions & { readonly consistent: boolean },
): Promise<{ readonly records: readonly TableRecord[]; readonly unprocessed: readonly Key[] }> => {
  const { Responses, UnprocessedKeys } = await connection.call(
    'BatchGetItem',
    { RequestItems: { [table]: { Keys: [...keys], ConsistentRead: consistent, ...projection } } },
    options,
  );
  // Only a list, be it empty, says which items there are not: an answer without one must not pass for "there are none".
  const lists = Object.values(Responses ?? {});
  if (lists.length === 0) {
    return { records: [], unprocessed: keys };
  }
  return {
    records: lists.flat(),
    unprocessed: Object.values(UnprocessedKeys ?? {}).flatMap(({ Keys }) => Keys ?? []),
  };
};
