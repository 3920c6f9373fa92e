import type { AttributesItem, GroupAttributes } from '../claims/subject-attributes.ts';
import { DeadlinePassedError, TooManyGroupsError } from '../errors.ts';
import type { AttributeReader, AttributesQuery, CallOptions, LoadedAttributes } from './attribute-store.ts';
import type { GroupCache } from './group-cache.ts';
import type { ItemKey, StoredItem } from './item.ts';
import { toGroupName, toPartitionKey } from './item-key.ts';

/** One decision reads at most so many groups; with more it fails rather than deciding from a part of them. */
export const maximumGroups = 200;

/** Reads items by partition key, all at once; `undefined`: there is none. */
export type FetchItems = (
  partitionKeys: readonly string[],
  options: CallOptions & { readonly consistent: boolean },
) => Promise<{ readonly items: ReadonlyMap<string, StoredItem>; readonly roundTrips: number }>;

export type AttributeReaderOptions = { readonly fetchItems: FetchItems; readonly cache: GroupCache };

/**
 * The read path over any table. The first round trip reads user, membership, organization, client, mode override and the
 * groups that the event names; the second one, only where needed, reads the groups that those items name and the
 * subject's own organization. Groups and organizations come from the cache where it has them; nothing else ever does.
 *
 * The subject's own organization (`organization` of the user or client item) stands in where the request names none: its
 * attributes and tombstone count, a membership in it does not, because a membership says what somebody is in the
 * organization that the token is for. That also keeps its groups from needing a third round trip.
 *
 * Once an item says that the subject is blocked or deleted, nothing more is read: no later fault may turn that into an
 * answer of the failure policy.
 */
export const createAttributeReader = ({ fetchItems, cache }: AttributeReaderOptions): AttributeReader => ({
  load: async (query, options) => {
    if (options.signal.aborted) {
      throw new DeadlinePassedError('There was no time left to read attributes.', { cause: options.signal.reason });
    }
    const keys = toKeys(query);
    const eventGroups = new Map(query.groups.map((name) => groupEntry(query.realm, name)));
    assertFewGroups(eventGroups);

    const consistent = query.consistent === true;
    const reading = createReading(fetchItems, consistent ? undefined : cache, { ...options, consistent });
    await reading.read(
      [keys.user, keys.membership, keys.client, keys.hook],
      [keys.organization, ...eventGroups.keys()],
    );

    const user = reading.find(keys.user);
    const membership = reading.find(keys.membership);
    const client = reading.find(keys.client);
    const subject = query.subject.kind === 'user' ? user : client;
    const organization = reading.find(keys.organization);
    const refused =
      [user, membership, organization, client].some((item) => item?.blocked === true) ||
      [subject, client].some((item) => item?.deleted === true);
    const organizationKey =
      query.organization === undefined && !refused ? ownOrganization(query.realm, subject) : keys.organization;
    const groups =
      query.directoryGroups && !refused
        ? new Map([...eventGroups, ...directoryGroups(query.realm, subject, membership)])
        : eventGroups;
    assertFewGroups(groups);
    await reading.read([], [organizationKey, ...groups.keys()]);

    return {
      user: toAttributesItem(user),
      membership: toAttributesItem(membership),
      organization: toAttributesItem(reading.find(organizationKey)),
      client: toAttributesItem(client),
      groups: [...groups].flatMap(([partitionKey, name]) => toGroupAttributes(name, reading.find(partitionKey))),
      freshness: 'fresh',
      modeOverride: reading.find(keys.hook)?.mode,
      roundTrips: reading.roundTrips(),
    } satisfies LoadedAttributes;
  },
});

type QueryKeys = Readonly<Record<'user' | 'membership' | 'organization' | 'client' | 'hook', string | undefined>>;

const toKeys = ({ realm, subject, client, organization, instance }: AttributesQuery): QueryKeys => {
  const isUser = subject.kind === 'user';
  return {
    user: isUser ? toPartitionKey({ kind: 'user', realm, subject: subject.id }) : undefined,
    membership:
      isUser && organization !== undefined
        ? toPartitionKey({ kind: 'member', realm, organization, subject: subject.id })
        : undefined,
    organization: organization === undefined ? undefined : toPartitionKey({ kind: 'org', realm, id: organization }),
    client: isUser ? clientKey(realm, client) : toPartitionKey({ kind: 'client', realm, id: subject.id }),
    hook: instance === undefined ? undefined : toPartitionKey({ kind: 'hook', instance }),
  };
};

/** Some IdPs' events do not name the client that a person uses. */
const clientKey = (realm: string, id: string): string | undefined =>
  id === '' ? undefined : toPartitionKey({ kind: 'client', realm, id });

const ownOrganization = (realm: string, subject: StoredItem | undefined): string | undefined =>
  subject?.organization === undefined
    ? undefined
    : toPartitionKey({ kind: 'org', realm, id: subject.organization } satisfies ItemKey);

const groupEntry = (realm: string, name: string): readonly [partitionKey: string, name: string] => [
  toPartitionKey({ kind: 'group', realm, name }),
  toGroupName(name),
];

const directoryGroups = (realm: string, ...items: readonly (StoredItem | undefined)[]) =>
  items.flatMap((item) => (item?.groups ?? []).map((name) => groupEntry(realm, name)));

const assertFewGroups = (groups: ReadonlyMap<string, string>): void => {
  if (groups.size > maximumGroups) {
    throw new TooManyGroupsError(
      `The subject has ${groups.size} groups: one decision reads at most ${maximumGroups}. Name fewer groups in the event or the directory.`,
    );
  }
};

/** What one request has read so far. */
const createReading = (
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
    read: async (own: readonly (string | undefined)[], cacheable: readonly (string | undefined)[]): Promise<void> => {
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
        return;
      }
      const remember = cache?.startReading();
      const answer = await fetchItems(partitionKeys, options);
      roundTrips += answer.roundTrips;
      for (const partitionKey of partitionKeys) {
        const item = answer.items.get(partitionKey);
        found.set(partitionKey, item);
        if (shared.has(partitionKey)) {
          remember?.(partitionKey, item);
        }
      }
    },
  };
};

const toAttributesItem = (item: StoredItem | undefined): AttributesItem | undefined =>
  item && {
    attributes: item.attributes,
    version: item.version,
    epoch: item.epoch,
    blocked: item.blocked,
    deleted: item.deleted,
    organization: item.organization,
  };

/** A deleted group is no group. */
const toGroupAttributes = (name: string, item: StoredItem | undefined): readonly GroupAttributes[] =>
  item === undefined || item.deleted === true
    ? []
    : [{ name, attributes: item.attributes, version: item.version, precedence: item.precedence }];
