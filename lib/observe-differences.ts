import type { ClaimsDecision } from './claims/decision.ts';
import { canonicalJson } from './claims/merge.ts';
import type { ClaimDifference } from './observability/decision-record.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * How the claims of a decision differ from those that the tokens carry already; names only. A denial differs in nothing
 * that can be named by a claim.
 */
export const observeDifferences = (request: TokenRequest, decision: ClaimsDecision): readonly ClaimDifference[] => {
  if (decision.outcome === 'deny') return [];
  return request.tokens.flatMap((token): readonly ClaimDifference[] => {
    const present = request.present[token];
    return [
      ...Object.entries(decision.claims[token]).map(([name, value]): ClaimDifference => {
        const before = Object.hasOwn(present, name) ? present[name] : undefined;
        if (before === undefined) return { token, name, difference: 'added' };
        return { token, name, difference: canonicalJson(before) === canonicalJson(value) ? 'same' : 'different' };
      }),
      ...decision.stale[token].map((name): ClaimDifference => ({ token, name, difference: 'missing' })),
    ];
  });
};
