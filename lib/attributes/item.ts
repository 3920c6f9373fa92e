import type { Attributes } from '../claims/claim-value.ts';
import type { HookMode } from '../hook-instance.ts';

/** Names one item. The realm separates the IdPs' subjects; machines never share a key with people. */
export type ItemKey =
  | { readonly kind: 'user'; readonly realm: string; readonly subject: string }
  | { readonly kind: 'member'; readonly realm: string; readonly organization: string; readonly subject: string }
  | { readonly kind: 'group'; readonly realm: string; readonly name: string }
  | { readonly kind: 'org'; readonly realm: string; readonly id: string }
  | { readonly kind: 'client'; readonly realm: string; readonly id: string }
  | { readonly kind: 'hook'; readonly instance: string };

export type ItemKind = ItemKey['kind'];

/** What an administrator edits of an item; which fields apply depends on the kind. */
export type ItemContent = {
  readonly attributes: Attributes;
  /** Users, memberships, clients. */
  readonly groups?: readonly string[] | undefined;
  /** Users: the organization they belong to when the request names none. */
  readonly organization?: string | undefined;
  /** Groups: the lower number wins. */
  readonly precedence?: number | undefined;
  /** Users: for lookup only. */
  readonly email?: string | undefined;
  readonly blocked?: boolean | undefined;
  /** Hooks: the mode that overrides the configuration, for a share of subjects and for single clients. */
  readonly mode?: ModeOverride | undefined;
};

export type ModeOverride = {
  readonly mode: HookMode;
  /** 0 to 100: the subjects, by stable hash, that the override applies to; absent: all. */
  readonly share?: number | undefined;
  /** The clients that it applies to; absent: all. */
  readonly clients?: readonly string[] | undefined;
};

/** One write: who, when, and the content before and after (`undefined`: there was or is none). */
export type Change = {
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly action: 'put' | 'delete' | 'revoke';
  /** Fingerprint of the request that asked for it, so that a repeated one is answered and not done again. */
  readonly request?: string | undefined;
  readonly before?: ItemContent | undefined;
  readonly after?: ItemContent | undefined;
};

/** An item as stored. A tombstone (`deleted`) keeps counting `version`, so that an old ETag never matches again. */
export type Item = ItemContent & {
  readonly key: ItemKey;
  readonly version: number;
  readonly epoch: number;
  readonly deleted?: boolean | undefined;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly lastChange?: Change | undefined;
};

/** What a decision reads of an item; the key is what it was asked for by. */
export type StoredItem = Omit<Item, 'key' | 'updatedAt' | 'updatedBy' | 'lastChange'>;
