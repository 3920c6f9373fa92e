import type { CompiledPolicy } from './compile.ts';
import type { DenyReason, WithholdReason } from './decision.ts';
import type { TokenClaim } from './token-claims.ts';

/** Reasons by which the policy keeps a claim out on purpose: they never mean that something is missing or refused. */
const ruleReasons: ReadonlySet<WithholdReason> = new Set([
  'scope_not_granted',
  'token_not_targeted',
  'token_unreachable',
  'audience_not_allowed',
  'client_not_allowed',
  'grant_not_allowed',
  'undeclared',
]);

/** Whether what the guards withheld means that no token may be issued. */
export const refusedByPolicy = (
  { policy }: Pick<CompiledPolicy, 'policy'>,
  claims: readonly TokenClaim[],
): DenyReason | undefined => {
  for (const { trace, required, value } of claims) {
    if (trace.outcome === 'released') {
      if (required && value === null) return 'required_claim_missing';
      continue;
    }
    if (ruleReasons.has(trace.reason)) continue;
    if (required) return 'required_claim_missing';
    if (trace.reason === 'over_budget') {
      if (policy.budget?.onExceeded === 'deny') return 'over_budget';
    } else if (trace.reason !== 'no_value' && policy.onRefused === 'deny') return 'claim_refused';
  }
  return undefined;
};
