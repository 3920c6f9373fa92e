import type { ClaimsDecision } from './claims/decision.ts';
import { canonicalJson } from './claims/merge.ts';
import type { ClaimDifference, ScopeDifferences } from './observability/decision-record.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * How the claims of a decision differ from those that the tokens carry already; names only. A denial differs in nothing
 * that can be named by a claim.
 */
export const observeDifferences = (request: TokenRequest, decision: ClaimsDecision): readonly ClaimDifference[] => {
  if (decision.outcome === 'deny') return [];
  return request.tokens.flatMap((token): readonly ClaimDifference[] => {
    const present = request.present[token];
    // Not every event tells what its token carries; then any of them may be there to be lost.
    const untold = Object.keys(present).length === 0;
    const released = decision.claims[token];
    const suppressed = decision.suppress[token].filter(
      (name) => !Object.hasOwn(released, name) && (untold || Object.hasOwn(present, name)),
    );
    return [
      ...Object.entries(released).map(([name, value]): ClaimDifference => {
        const before = Object.hasOwn(present, name) ? present[name] : undefined;
        if (before === undefined) return { token, name, difference: 'added' };
        return { token, name, difference: canonicalJson(before) === canonicalJson(value) ? 'same' : 'different' };
      }),
      ...decision.stale[token].map((name): ClaimDifference => ({ token, name, difference: 'missing' })),
      ...suppressed.map((name): ClaimDifference => ({ token, name, difference: 'suppressed' })),
    ];
  });
};

/** The scopes that a decision adds to those that the token has, and takes away from them; `undefined`: neither. */
export const observeScopeDifferences = (
  { scopes: { granted, requested } }: Pick<TokenRequest, 'scopes'>,
  decision: ClaimsDecision,
): ScopeDifferences | undefined => {
  if (decision.outcome === 'deny') return undefined;
  const there = new Set([...granted, ...requested]);
  const added = decision.scopes.add.filter((scope) => !granted.includes(scope));
  const removed = decision.scopes.remove.filter((scope) => there.size === 0 || there.has(scope));
  return added.length + removed.length === 0 ? undefined : { added, removed };
};
