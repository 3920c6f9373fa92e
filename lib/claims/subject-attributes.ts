import type { Attributes } from './claim-value.ts';

/** What the decision needs of a stored item. */
export type AttributesItem = {
  readonly attributes: Attributes;
  /** Counts the item's writes; part of `claims_version`. */
  readonly version: number;
  /** Raised by `claims revoke` only (users and clients). */
  readonly epoch?: number | undefined;
  readonly blocked?: boolean | undefined;
  /** A tombstone: an off-boarded subject is denied rather than unknown. */
  readonly deleted?: boolean | undefined;
  /** Users: the organization that the person belongs to when the request names none. */
  readonly organization?: string | undefined;
};

export type GroupAttributes = AttributesItem & {
  readonly name: string;
  /** The lower number wins; a group without one comes last. */
  readonly precedence?: number | undefined;
};

/** The answer of an additional attribute source (HTTP JSON, script). */
export type SourceAttributes = { readonly attributes: Attributes; readonly version: string };

/** Everything that the store and the other sources know about one token request. */
export type SubjectAttributes = {
  readonly user?: AttributesItem | undefined;
  readonly membership?: AttributesItem | undefined;
  readonly organization?: AttributesItem | undefined;
  readonly client?: AttributesItem | undefined;
  /** The groups that exist, in any order; the merge sorts them. */
  readonly groups: readonly GroupAttributes[];
  readonly sources: Readonly<Record<string, SourceAttributes>>;
  /** `stale`: last-known-good answers stand in for the store. */
  readonly freshness: 'fresh' | 'stale';
};
