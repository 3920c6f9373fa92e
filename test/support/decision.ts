import { compilePolicy } from '../../lib/claims/compile.ts';
import { decide } from '../../lib/claims/decide.ts';
import type { ClaimsDecision, ClaimTrace, Issue } from '../../lib/claims/decision.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import type { TokenKind, TokenRequest } from '../../lib/token-request.ts';
import { referenceLimits } from './reference-limits.ts';
import { vectorRequest } from './vector.ts';

/** The token request of a vector in the realm `main`, with the scope `order` granted, but for what is changed. */
export const requestWith = (changes: Partial<TokenRequest> = {}): TokenRequest => ({
  ...vectorRequest(),
  realm: 'main',
  scopes: { granted: ['order'], requested: [] },
  ...changes,
});

/** What the store has about a subject that nobody has stored. */
export const nobody: SubjectAttributes = { groups: [], sources: {}, freshness: 'fresh' };

/** The decision at a hook that takes everything, but for the limits that are changed. */
export const decided = (
  policy: ClaimsPolicy,
  request: Partial<TokenRequest> = {},
  attributes: SubjectAttributes = nobody,
  limits: Partial<HookLimits> = {},
): ClaimsDecision => decide(compilePolicy(policy, { ...referenceLimits, ...limits }), requestWith(request), attributes);

/** @throws Error naming the reason where the decision is to deny */
export const issued = (decision: ClaimsDecision): Issue => {
  if (decision.outcome !== 'issue') throw new Error(decision.reason);
  return decision;
};

/** What became of one claim at one token. */
export const traceOf = (
  decision: ClaimsDecision,
  claim: string,
  token: TokenKind = 'id_token',
): ClaimTrace | undefined => decision.trace.find((trace) => trace.claim === claim && trace.token === token);
