import type { PerToken, TokenKind } from '../token-request.ts';
import type { ClaimsSet } from './claim-value.ts';

/** Where a claim's value came from. `name`: the group's or the additional source's. `version`: the item's. */
export type ClaimSource = {
  readonly kind:
    | 'default'
    | 'idp'
    | 'source'
    | 'organization'
    | 'group'
    | 'user'
    | 'membership'
    | 'client'
    | 'computed'
    | 'system';
  readonly name?: string | undefined;
  readonly version?: number | string | undefined;
};

/** Why a claim does not go into a token. Every withheld claim has one; nothing disappears silently. */
export const withholdReasons = [
  'scope_not_granted',
  'token_not_targeted',
  'token_unreachable',
  'audience_not_allowed',
  'client_not_allowed',
  'grant_not_allowed',
  'no_value',
  'invalid_value',
  'reserved_name',
  'forbidden_namespace',
  'unsupported_type',
  'sensitive_value',
  'too_deep',
  'too_long',
  'over_budget',
  'undeclared',
  'already_present',
] as const;
export type WithholdReason = (typeof withholdReasons)[number];

/** Why no token is issued. The reason goes to the log only; the user sees the decision's `message`. */
export const denyReasons = [
  'blocked',
  'deleted',
  'unknown_subject',
  'required_claim_missing',
  'claim_refused',
  'over_budget',
  'unverified_caller',
  'invalid_event',
  'failure',
] as const;
export type DenyReason = (typeof denyReasons)[number];

/** One claim at one token: what became of it, and from where. Holds no claim value. */
export type ClaimTrace = {
  /** The key in the policy (or the attribute's, for `undeclared`). */
  readonly claim: string;
  readonly token: TokenKind;
  readonly sources: readonly ClaimSource[];
  readonly overrode: readonly ClaimSource[];
} & (
  | { readonly outcome: 'released'; readonly name: string; readonly bytes: number }
  | { readonly outcome: 'withheld'; readonly reason: WithholdReason; readonly detail?: string | undefined }
);

export type Issue = {
  readonly outcome: 'issue';
  /** Ready to go into each token: named, guarded, encoded for the hook. */
  readonly claims: PerToken<ClaimsSet>;
  /** Names that are ours (current or retired namespaces) in the present claims and were not released again. */
  readonly stale: PerToken<readonly string[]>;
  /** The IdP's own claims that the policy takes out. */
  readonly suppress: PerToken<readonly string[]>;
  readonly scopes: { readonly add: readonly string[]; readonly remove: readonly string[] };
  readonly freshness: 'fresh' | 'stale' | 'degraded';
  /** Fingerprint of everything that the decision was made from; for equality only. */
  readonly version: string;
  readonly trace: readonly ClaimTrace[];
};

export type Deny = {
  readonly outcome: 'deny';
  readonly reason: DenyReason;
  /** May be shown to the user by the IdP: never holds internals. */
  readonly message: string;
  readonly version: string;
  readonly trace: readonly ClaimTrace[];
};

export type ClaimsDecision = Issue | Deny;
