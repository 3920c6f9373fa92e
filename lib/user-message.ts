import type { DenyReason } from './claims/decision.ts';
import { denyMessage } from './claims/deny.ts';
import type { ClaimsPolicy } from './claims/policy.ts';

/** What a person may see who gets no token: the policy's text for the reason, or one sentence by which support finds the log line. */
export const userMessage = (
  policy: Pick<ClaimsPolicy, 'messages'>,
  reason: DenyReason,
  correlationId: string,
): string => policy.messages?.[reason] ?? `${denyMessage({}, reason)} Reference: ${correlationId}`;
