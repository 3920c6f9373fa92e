import { AttributeStoreError, DeadlinePassedError, InvalidConfigurationError } from '../errors.ts';
import type { AttributeReader, AttributesQuery, LoadedAttributes } from './attribute-store.ts';

/** Older answers are never given out: long enough for a short outage, short enough for a revoked right. */
const maximumStaleSeconds = 300;

export type LastKnownGoodOptions = {
  /** How old an answer may be that stands in for the store; 0 turns this off, at most 300. */
  readonly seconds: number;
  /** The oldest answers make room. */
  readonly maximumEntries?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly clock?: (() => number) | undefined;
};

type Known = { readonly query: AttributesQuery; readonly loaded: LoadedAttributes; readonly readAt: number };

/**
 * While the store does not answer, gives out what it answered last to the same question, marked `stale`; the policy says
 * which claims may be made of that. Never for a subject that was seen blocked or deleted, not even an older answer from
 * before; never for faults of the data, which are not outages.
 * @throws InvalidConfigurationError for an age out of range
 */
export const createLastKnownGoodReader = (
  reader: AttributeReader,
  { seconds, maximumEntries = 500, clock = Date.now }: LastKnownGoodOptions,
): AttributeReader => {
  if (!(seconds >= 0 && seconds <= maximumStaleSeconds)) {
    throw new InvalidConfigurationError(
      `Last-known-good answers may be 0 (off) to ${maximumStaleSeconds} seconds old, not ${seconds}.`,
    );
  }
  if (seconds === 0) {
    return reader;
  }
  const known = new Map<string, Known>();

  const remember = (query: AttributesQuery, loaded: LoadedAttributes, readAt: number): void => {
    if (isRefused(loaded)) {
      for (const [question, other] of known) {
        if (concerns(loaded, query, other)) {
          known.delete(question);
        }
      }
      return;
    }
    const question = questionOf(query);
    known.delete(question);
    known.set(question, { query, loaded, readAt });
    const [oldest] = known.keys();
    if (known.size > maximumEntries && oldest !== undefined) {
      known.delete(oldest);
    }
  };

  return {
    ...reader,
    load: async (query, options) => {
      const readAt = clock();
      try {
        const loaded = await reader.load(query, options);
        remember(query, loaded, readAt);
        return loaded;
      } catch (error) {
        const last = known.get(questionOf(query));
        const age = last === undefined ? Number.POSITIVE_INFINITY : clock() - last.readAt;
        const outage = error instanceof AttributeStoreError || error instanceof DeadlinePassedError;
        if (last === undefined || !outage || query.consistent === true || age < 0 || age > seconds * 1000) {
          throw error;
        }
        return { ...last.loaded, freshness: 'stale', roundTrips: 0 };
      }
    },
  };
};

const isRefused = ({ user, membership, organization, client }: LoadedAttributes): boolean =>
  [user, membership, organization, client].some((item) => item?.blocked === true || item?.deleted === true);

/** Whether an older answer was made with one of the items that now refuse. */
const concerns = (refused: LoadedAttributes, query: AttributesQuery, { query: older, loaded }: Known): boolean => {
  if (older.realm !== query.realm) {
    return false;
  }
  const sameSubject = older.subject.kind === query.subject.kind && older.subject.id === query.subject.id;
  return (
    sameSubject ||
    (refuses(refused.client) && older.client === query.client) ||
    (refuses(refused.organization) && organizationOf(older, loaded) === organizationOf(query, refused))
  );
};

const refuses = (item: LoadedAttributes['user']): boolean => item?.blocked === true || item?.deleted === true;

const organizationOf = (query: AttributesQuery, { user, client }: LoadedAttributes): string | undefined =>
  query.organization ?? (query.subject.kind === 'user' ? user : client)?.organization;

const questionOf = ({ realm, subject, client, organization, groups, directoryGroups, instance }: AttributesQuery) =>
  JSON.stringify([
    realm,
    subject.kind,
    subject.id,
    client,
    organization ?? null,
    groups.toSorted(),
    directoryGroups,
    instance ?? null,
  ]);
