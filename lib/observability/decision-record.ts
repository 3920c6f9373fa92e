import type { ClaimsDecision } from '../claims/decision.ts';
import type { HookMode } from '../hook-instance.ts';
import type { TokenKind, TokenRequest } from '../token-request.ts';

/**
 * How a claim that we would release (or take out: `missing` where it is ours, `suppressed` where it is the IdP's own)
 * stands to what the token carries already; names only.
 */
export type ClaimDifference = {
  readonly token: TokenKind;
  readonly name: string;
  readonly difference: 'same' | 'different' | 'added' | 'missing' | 'suppressed';
};

/** The scopes that the token would get and lose. */
export type ScopeDifferences = { readonly added: readonly string[]; readonly removed: readonly string[] };

/** One call of a hook, as it is recorded. Holds no claim value, no secret and no token. */
export type DecisionRecord = {
  readonly correlationId: string;
  readonly idp: string;
  readonly hook: string;
  /** `undefined`: the caller proved to be none. */
  readonly instance?: string | undefined;
  readonly mode: HookMode;
  /** What was decided; `fail`: something went wrong on the way to a decision. */
  readonly outcome: 'issue' | 'deny' | 'fail';
  /** What the IdP was told. */
  readonly answer: 'claims' | 'degraded' | 'denial' | 'unchanged' | 'error';
  readonly request?: TokenRequest | undefined;
  readonly decision?: ClaimsDecision | undefined;
  /** Observe mode only. */
  readonly differences?: readonly ClaimDifference[] | undefined;
  /** Observe mode only. */
  readonly scopeDifferences?: ScopeDifferences | undefined;
  /** What went wrong; only errors of ours are logged with their message. */
  readonly fault?: unknown;
  /** A fault that changed nothing in the answer: the subject could not be created. */
  readonly createFault?: unknown;
  /** Directly invoked hooks only: the answer is an error that the function throws, so that Lambda counts it as one. */
  readonly thrown?: boolean | undefined;
  readonly durationMs: number;
  readonly loadMs?: number | undefined;
  readonly roundTrips?: number | undefined;
};
