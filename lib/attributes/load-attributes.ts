import type { AttributesItem, GroupAttributes } from '../claims/subject-attributes.ts';
import { storedRefusal } from '../claims/subject-refusal.ts';
import { DeadlinePassedError, TooManyGroupsError } from '../errors.ts';
import type { AttributeReader, AttributesQuery, LoadedAttributes } from './attribute-store.ts';
import type { GroupCache } from './group-cache.ts';
import type { ItemKey, StoredItem } from './item.ts';
import { toGroupName, toPartitionKey } from './item-key.ts';
import { createReading, type FetchItems } from './reading.ts';

/** One decision reads at most so many groups; with more it fails rather than deciding from a part of them. */
export const maximumGroups = 200;

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
 * Once an item says that the subject is refused, that is the answer: nothing more is read or waited for, and no fault
 * (too many groups, an unread or malformed other item) may turn it into an answer of the failure policy.
 */
export const createAttributeReader = ({ fetchItems, cache }: AttributeReaderOptions): AttributeReader => ({
  load: async (query, options) => {
    if (options.signal.aborted) {
      throw new DeadlinePassedError('There was no time left to read attributes.', { cause: options.signal.reason });
    }
    const keys = toKeys(query);
    const eventGroups = new Map(query.groups.map((name) => groupEntry(query.realm, name)));
    const consistent = query.consistent === true;
    const reading = createReading(fetchItems, consistent ? undefined : cache, { ...options, consistent });
    const { find, isRead } = reading;
    let modeTold = false;
    const tellMode = (): void => {
      if (modeTold || !isRead(keys.hook)) return;
      modeTold = true;
      options.onMode?.(find(keys.hook)?.mode);
    };
    const subjectKey = query.subject.kind === 'user' ? keys.user : keys.client;
    const isRefused = (organizationKey: string | undefined): boolean =>
      (query.refuseUnknown === true && isRead(subjectKey) && find(subjectKey) === undefined) ||
      storedRefusal(query.subject, {
        user: find(keys.user),
        membership: find(keys.membership),
        organization: find(organizationKey),
        client: find(keys.client),
      }) !== undefined;

    /** Reads what is missing; of too many groups none is read, and their number is the fault. */
    const read = async (
      own: readonly (string | undefined)[],
      organizationKey: string | undefined,
      groups: ReadonlyMap<string, string>,
    ): Promise<{ readonly refused: boolean }> => {
      const tooMany = tooManyGroups(groups);
      const fault = await reading.read(
        own,
        [organizationKey, ...(tooMany === undefined ? groups.keys() : [])],
        // Without the override a refusal would be told where the hook only observes: that item is still waited for.
        () => {
          tellMode();
          return isRefused(organizationKey) && (keys.hook === undefined || isRead(keys.hook));
        },
      );
      tellMode();
      const refused = isRefused(organizationKey);
      if (!refused && (fault ?? tooMany) !== undefined) {
        throw fault ?? tooMany;
      }
      return { refused };
    };

    let organizationKey = keys.organization;
    let groups: ReadonlyMap<string, string> = eventGroups;
    const { refused } = await read([keys.user, keys.membership, keys.client, keys.hook], organizationKey, eventGroups);
    const user = find(keys.user);
    const membership = find(keys.membership);
    if (!refused) {
      const subject = find(subjectKey);
      organizationKey ??= ownOrganization(query.realm, subject);
      if (query.directoryGroups) {
        groups = new Map([...eventGroups, ...directoryGroups(query.realm, subject, membership)]);
      }
      await read([], organizationKey, groups);
    }

    return {
      user: toAttributesItem(user),
      membership: toAttributesItem(membership),
      organization: toAttributesItem(find(organizationKey)),
      client: toAttributesItem(find(keys.client)),
      groups: [...groups].flatMap(([partitionKey, name]) => toGroupAttributes(name, find(partitionKey))),
      freshness: 'fresh',
      modeOverride: find(keys.hook)?.mode,
      ...(keys.hook !== undefined && !isRead(keys.hook) && { modeUnread: true }),
      roundTrips: reading.roundTrips(),
    } satisfies LoadedAttributes;
  },
  loadMode: async (instance, options) => {
    const reading = createReading(fetchItems, undefined, { ...options, consistent: false });
    const key = toPartitionKey({ kind: 'hook', instance });
    const fault = await reading.read([key], [], () => reading.isRead(key));
    if (!reading.isRead(key)) {
      throw fault;
    }
    return { mode: reading.find(key)?.mode };
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

const tooManyGroups = (groups: ReadonlyMap<string, string>): TooManyGroupsError | undefined =>
  groups.size > maximumGroups
    ? new TooManyGroupsError(
        `The subject has ${groups.size} groups: one decision reads at most ${maximumGroups}. Name fewer groups in the event or the directory.`,
      )
    : undefined;

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
