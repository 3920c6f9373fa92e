import type { ClaimTrace, Deny, DenyReason } from './decision.ts';
import type { ClaimsPolicy } from './policy.ts';

/** What the user sees where the policy sets no text of its own: it must not tell why, nor whether a subject exists. */
const constantMessage = 'Sign-in is not possible right now. Please contact support.';

export const denyMessage = ({ messages }: Pick<ClaimsPolicy, 'messages'>, reason: DenyReason): string =>
  messages?.[reason] ?? constantMessage;

export const deny = (
  policy: Pick<ClaimsPolicy, 'messages'>,
  reason: DenyReason,
  version: string,
  trace: readonly ClaimTrace[] = [],
): Deny => ({ outcome: 'deny', reason, message: denyMessage(policy, reason), version, trace });
