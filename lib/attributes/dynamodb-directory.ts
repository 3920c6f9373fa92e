import type { QueryCommandInput, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { InvalidCursorError, MalformedItemError } from '../errors.ts';
import type { AttributeStore, CallOptions, Page } from './attribute-store.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { DynamoDBConnection } from './dynamodb-connection.ts';
import type { ItemKey } from './item.ts';
import { listingKey, lookupKey, toItem } from './item-codec.ts';
import { toItemKey } from './item-key.ts';
import type { TableRecord } from './item-record.ts';

/** People are found by reading the table in pages of this size; a call hands out what it has after so many of them. */
const scannedItemsPerPage = 1000;
const maximumScannedPages = 10;

type DirectoryOptions = {
  readonly connection: DynamoDBConnection;
  readonly table: string;
  readonly inTime: () => CallOptions;
};

type PageOptions = { readonly limit: number; readonly cursor?: string | undefined };

/** Finds items whose keys are not known: by e-mail address, by kind and realm, all of them. */
export const createDirectory = ({
  connection,
  table,
  inTime,
}: DirectoryOptions): Pick<AttributeStore, 'findByEmail' | 'list' | 'scan'> => {
  const query = (input: Omit<QueryCommandInput, 'TableName'>, call: CallOptions) =>
    connection.call('Query', { TableName: table, ...input }, call);
  const scan = (input: Omit<ScanCommandInput, 'TableName'>, call: CallOptions) =>
    connection.call('Scan', { TableName: table, ...input }, call);

  const listByIndex = async (listing: string, { limit, cursor }: PageOptions): Promise<Page<ItemKey>> => {
    const position = cursor === undefined ? undefined : positionOf(listing, cursor);
    const answer = await query(
      {
        IndexName: 'listing',
        KeyConditionExpression: '#listing = :listing',
        ExpressionAttributeNames: { '#listing': 'listing' },
        ExpressionAttributeValues: { ':listing': { S: listing } },
        Limit: limit,
        ...(position !== undefined && { ExclusiveStartKey: { pk: { S: position }, listing: { S: listing } } }),
      },
      inTime(),
    );
    return toPage(listing, (answer.Items ?? []).map(keyOf), answer.LastEvaluatedKey?.['pk']?.S);
  };

  const listByScan = async (listing: string, { limit, cursor }: PageOptions): Promise<Page<ItemKey>> => {
    const call = inTime();
    const found: string[] = [];
    let position = cursor === undefined ? undefined : positionOf(listing, cursor);
    for (let pages = 0; pages < maximumScannedPages && found.length <= limit; pages += 1) {
      const answer = await scan(
        {
          FilterExpression: 'begins_with(pk, :prefix) AND attribute_not_exists(#deleted)',
          ProjectionExpression: 'pk',
          ExpressionAttributeNames: { '#deleted': 'deleted' },
          ExpressionAttributeValues: { ':prefix': { S: `${listing}#` } },
          Limit: scannedItemsPerPage,
          ...startAfter(position),
        },
        call,
      );
      found.push(...(answer.Items ?? []).map(partitionKeyOf));
      position = answer.LastEvaluatedKey?.['pk']?.S;
      if (position === undefined) {
        break;
      }
    }
    const entries = found.slice(0, limit);
    // Any key is a place to go on from: DynamoDB scans in the order of the keys' hashes, whether or not they exist.
    return toPage(listing, entries.map(toItemKey), found.length > limit ? entries.at(-1) : position);
  };

  return {
    findByEmail: async (realm, email) => {
      const call = inTime();
      const keys: ItemKey[] = [];
      let start: TableRecord | undefined;
      do {
        const answer = await query(
          {
            IndexName: 'lookup',
            KeyConditionExpression: '#lookup = :lookup',
            ExpressionAttributeNames: { '#lookup': 'lookup' },
            ExpressionAttributeValues: { ':lookup': { S: lookupKey(realm, email) } },
            ...(start !== undefined && { ExclusiveStartKey: start }),
          },
          call,
        );
        keys.push(...(answer.Items ?? []).map(keyOf));
        start = answer.LastEvaluatedKey;
      } while (start !== undefined);
      return keys;
    },

    list: (kind, realm, page) => (kind === 'user' ? listByScan : listByIndex)(listingKey(kind, realm), page),

    scan: async ({ limit, cursor }) => {
      const position = cursor === undefined ? undefined : positionOf('', cursor);
      const answer = await scan({ Limit: limit, ConsistentRead: true, ...startAfter(position) }, inTime());
      return toPage('', (answer.Items ?? []).map(toItem), answer.LastEvaluatedKey?.['pk']?.S);
    },
  };
};

const startAfter = (position: string | undefined) =>
  position === undefined ? {} : { ExclusiveStartKey: { pk: { S: position } } };

const partitionKeyOf = (record: TableRecord): string => {
  const partitionKey = record['pk']?.S;
  if (partitionKey === undefined) {
    throw new MalformedItemError('The table holds an item whose key is not text: expected pk of type S.');
  }
  return partitionKey;
};

const keyOf = (record: TableRecord): ItemKey => toItemKey(partitionKeyOf(record));

const toPage = <Entry>(listing: string, entries: readonly Entry[], position: string | undefined): Page<Entry> =>
  position === undefined ? { entries } : { entries, next: toCursor(listing, position) };

/** A cursor of ours points to a key of this table, and of this listing. @throws InvalidCursorError */
const positionOf = (listing: string, cursor: string): string => {
  const position = fromCursor(listing, cursor);
  if (!position.startsWith(listing) || !isKey(position)) {
    throw new InvalidCursorError('The cursor is not one of this listing: start again without one.');
  }
  return position;
};

const isKey = (position: string): boolean => {
  try {
    return toItemKey(position) !== undefined;
  } catch {
    return false;
  }
};
