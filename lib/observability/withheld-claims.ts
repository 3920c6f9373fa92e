import type { ClaimsDecision, WithholdReason } from '../claims/decision.ts';

/** The claims that did not go into a token, by reason, as `<token>:<claim>`. */
export const withheldByReason = (
  decision: ClaimsDecision | undefined,
): Readonly<Partial<Record<WithholdReason, readonly string[]>>> => {
  const withheld: Partial<Record<WithholdReason, string[]>> = {};
  for (const entry of decision?.trace ?? []) {
    if (entry.outcome === 'withheld') {
      withheld[entry.reason] = [...(withheld[entry.reason] ?? []), `${entry.token}:${entry.claim}`];
    }
  }
  return withheld;
};
