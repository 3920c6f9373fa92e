import { type PerToken, tokenKinds } from '../token-request.ts';
import type { ClaimsSet, ClaimValue } from './claim-value.ts';
import type { ClaimTrace } from './decision.ts';
import { overBudget, utf8Length } from './guards/size.ts';

/** A claim at one token on its way through the decision. */
export type TokenClaim = {
  readonly trace: ClaimTrace;
  readonly value: ClaimValue;
  readonly priority: number;
  readonly required: boolean;
};

/** The members of a Claims Set with their commas, without the braces. */
const memberBytes = (present: ClaimsSet): number => {
  const bytes = utf8Length(JSON.stringify(present)) - '{}'.length;
  return bytes === 0 ? 0 : bytes + ','.length;
};

/**
 * The last guard: withholds, token by token, the claims of the lowest priority until the rest fits the budget.
 * @param present what the token carries already, where the IdP counts that as well; claims that ours overwrite count
 * twice, because one of ours that is withheld leaves the old one there
 */
export const fitBudget = (
  claims: readonly TokenClaim[],
  budget: number,
  present: PerToken<ClaimsSet>,
): readonly TokenClaim[] => {
  const totals = { id_token: 2, access_token: 2, userinfo: 2 };
  for (const { trace } of claims) if (trace.outcome === 'released') totals[trace.token] += trace.bytes + 1;
  const dropped = new Set<TokenClaim>();
  for (const token of tokenKinds) {
    // Most tokens fit: the total, which counts one comma too many, tells without a list of them.
    if (totals[token] <= budget && Object.keys(present[token]).length === 0) continue;
    const released: TokenClaim[] = [];
    const sizes: { bytes: number; priority: number }[] = [];
    for (const claim of claims) {
      if (claim.trace.token !== token || claim.trace.outcome !== 'released') continue;
      released.push(claim);
      sizes.push({ bytes: claim.trace.bytes, priority: claim.priority });
    }
    for (const index of overBudget(sizes, budget - memberBytes(present[token])))
      dropped.add(released[index] as TokenClaim);
  }
  return dropped.size === 0 ? claims : claims.map((claim) => (dropped.has(claim) ? withoutRoom(claim, budget) : claim));
};

const withoutRoom = ({ trace, ...rest }: TokenClaim, budget: number): TokenClaim => ({
  ...rest,
  trace: {
    claim: trace.claim,
    token: trace.token,
    sources: trace.sources,
    overrode: trace.overrode,
    outcome: 'withheld',
    reason: 'over_budget',
    detail: `the claims of this token exceed ${budget} bytes`,
  },
});
