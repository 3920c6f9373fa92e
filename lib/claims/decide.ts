import { nothingPresent, type PerToken, type TokenRequest } from '../token-request.ts';
import { changedScopes } from './changed-scopes.ts';
import { claimInput } from './claim-input.ts';
import type { ClaimsSet, ClaimValue } from './claim-value.ts';
import type { CompiledPolicy } from './compile.ts';
import type { ClaimsDecision } from './decision.ts';
import { declaredClaim } from './declared.ts';
import { deny } from './deny.ts';
import type { Evaluation } from './evaluate-claim.ts';
import { decisionVersion } from './fingerprint.ts';
import { findAttributes } from './found-attributes.ts';
import { housekeepingClaims, housekeepingValues } from './housekeeping.ts';
import { orderedSources } from './ordered-sources.ts';
import { refusedByPolicy } from './policy-refusal.ts';
import type { ReleaseContext } from './release.ts';
import { staleNames } from './stale-names.ts';
import type { SubjectAttributes } from './subject-attributes.ts';
import { isUnknownSubject, subjectRefusal } from './subject-refusal.ts';
import { suppressed } from './suppressed.ts';
import { fitBudget, type TokenClaim } from './token-claims.ts';
import { undeclaredClaims } from './undeclared.ts';

/**
 * Decides, for one token request, what becomes of every claim at every token, and why. Pure and deterministic: the
 * same function serves production, `claims explain` and the console's preview.
 */
export const decide = (
  compiled: CompiledPolicy,
  request: TokenRequest,
  attributes: SubjectAttributes,
): ClaimsDecision => {
  const { policy, limits } = compiled;
  const version = decisionVersion(compiled, request, attributes);
  const refusal = subjectRefusal(policy, request, attributes);
  if (refusal !== undefined) return deny(policy, refusal, version);

  const found = findAttributes(orderedSources(request, attributes, compiled.precedence));
  const input = claimInput(compiled, request, found, attributes);
  const evaluation: Evaluation = {
    compiled,
    found,
    input,
    nullsForMissing: policy.unknownSubject === 'null' && isUnknownSubject(request, attributes),
    stale: attributes.freshness === 'stale',
  };
  const context: ReleaseContext = {
    request,
    reachable: new Set(limits.tokens.filter((token) => request.tokens.includes(token))),
  };

  const tokenClaims: TokenClaim[] = [];
  for (const claim of compiled.claims) {
    for (const tokenClaim of declaredClaim(claim, evaluation, context)) tokenClaims.push(tokenClaim);
  }
  tokenClaims.push(...undeclaredClaims(evaluation, context));
  const values = housekeepingValues(version, attributes.freshness, request, attributes);
  tokenClaims.push(...housekeepingClaims(compiled, values, context.reachable));
  const fitted = fitBudget(tokenClaims, compiled.budget, limits.bytesIncludePresent ? request.present : nothingPresent);

  const trace = fitted.map(({ trace: entry }) => entry);
  const denied = refusedByPolicy(compiled, fitted);
  if (denied !== undefined) return deny(policy, denied, version, trace);

  const claims = claimsSets(fitted);
  return {
    outcome: 'issue',
    claims,
    stale: staleNames(compiled, request, claims),
    suppress: suppressed(compiled),
    scopes: changedScopes(compiled, input, evaluation),
    freshness: attributes.freshness,
    version,
    trace,
  };
};

const claimsSets = (claims: readonly TokenClaim[]): PerToken<ClaimsSet> => {
  const sets: PerToken<Record<string, ClaimValue>> = { id_token: {}, access_token: {}, userinfo: {} };
  for (const { trace, value } of claims) if (trace.outcome === 'released') sets[trace.token][trace.name] = value;
  return sets;
};
