import type { SubjectAttributes } from '../claims/subject-attributes.ts';
import type { Subject } from '../token-request.ts';
import type { Change, Item, ItemContent, ItemKey, ModeOverride } from './item.ts';

/** What one token request needs from the store. */
export type AttributesQuery = {
  readonly realm: string;
  readonly subject: Subject;
  readonly client: string;
  readonly organization?: string | undefined;
  /** Groups that the event names. */
  readonly groups: readonly string[];
  /** Whether the groups that the stored items name count as well. */
  readonly directoryGroups: boolean;
  /** Whether a subject without an item is refused, so that nothing else needs to be read of it. */
  readonly refuseUnknown?: boolean | undefined;
  /** The hook instance, whose mode override is read in the same round trip. */
  readonly instance?: string | undefined;
  /** Admin and preview read consistently, hooks eventually. */
  readonly consistent?: boolean | undefined;
};

export type LoadedAttributes = Omit<SubjectAttributes, 'sources'> & {
  readonly modeOverride?: ModeOverride | undefined;
  /** The subject is refused, and whether there is a mode override could not be read. */
  readonly modeUnread?: boolean | undefined;
  /** Network round trips that it took, for the record. */
  readonly roundTrips: number;
};

/** How long a call may take. */
export type CallOptions = {
  /** Ends the call; nothing goes on in the background. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch at which `signal` will abort: no attempt begins shortly before it. */
  readonly deadline?: number | undefined;
};

export type LoadOptions = CallOptions & {
  /**
   * Told the mode override (`undefined`: there is none) as soon as it is read, also where the rest of the load then fails:
   * the kill switch must hold when nothing else does. Not told from an answer that is not fresh.
   */
  readonly onMode?: ((override: ModeOverride | undefined) => void) | undefined;
};

/** The read side: all that a token hook may do. */
export interface AttributeReader {
  /**
   * Loads everything about one token request: one round trip where the groups come from the event or the cache, else two.
   * A subject that an item refuses (blocked, deleted) is told as such whatever else cannot be read.
   * @throws AttributeStoreError, MalformedItemError, TooManyGroupsError, DeadlinePassedError; never a part of the answer
   */
  load(query: AttributesQuery, options: LoadOptions): Promise<LoadedAttributes>;
  /**
   * Reads the mode override of a hook instance alone; `{}`: there is none. For a call whose event cannot be read.
   * @throws AttributeStoreError, MalformedItemError, DeadlinePassedError
   */
  loadMode?(instance: string, options: CallOptions): Promise<{ readonly mode?: ModeOverride | undefined }>;
}

export type Page<Entry> = { readonly entries: readonly Entry[]; readonly next?: string | undefined };

export type WriteOptions = {
  readonly by: string;
  /** The version that the writer has seen; `0`: there must be no item, not even a tombstone. */
  readonly expectedVersion: number;
  /** Kept with the change (`Change.request`): a fingerprint of the idempotency key and the request. */
  readonly request?: string | undefined;
};

/** The write side: admin API, command line, local world. Every write is one conditional put on `version`. */
export interface AttributeStore extends AttributeReader {
  /** Reads one item consistently, tombstones included; `undefined`: never written. */
  get(key: ItemKey): Promise<Item | undefined>;
  /** @throws VersionConflictError, ItemTooLargeError */
  put(key: ItemKey, content: ItemContent, options: WriteOptions): Promise<Item>;
  /** Leaves a tombstone. @throws VersionConflictError */
  delete(key: ItemKey, options: WriteOptions): Promise<Item>;
  /** Raises `epoch` by one; where there is no item, it makes one. @throws VersionConflictError */
  revoke(key: ItemKey, options: WriteOptions): Promise<Item>;
  /** The `'create'` mode's one write: only when there is none; `false` when there was one. */
  createIfAbsent(key: ItemKey, content: ItemContent, options: CallOptions & { readonly by: string }): Promise<boolean>;
  findByEmail(realm: string, email: string): Promise<readonly ItemKey[]>;
  /** Groups, organizations and clients by name (listing index); users by a paged scan. Tombstones are left out. */
  list(
    kind: 'user' | 'group' | 'org' | 'client',
    realm: string,
    options: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<ItemKey>>;
  /** Every item of the table, tombstones included, by paged scan: exports, members of a group, review. */
  scan(options: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<Item>>;
  /** Newest first. */
  changes(
    key: ItemKey,
    options: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<Change>>;
  /** Erases the item and its changes; not undoable (`claims forget`). */
  forget(key: ItemKey): Promise<void>;
}
