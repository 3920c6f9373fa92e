import type { Deny } from '../../lib/claims/decision.ts';
import type { HttpReply } from '../../lib/token-hook.ts';
import type { Operation } from './operations.ts';

export const successReply = (operations: readonly Operation[]): HttpReply => ({
  status: 200,
  body: { actionStatus: 'SUCCESS', operations },
});

/**
 * FAILED is a decision: the client gets 400 with both texts. ERROR is our own fault: the client gets 500 and none of
 * them; WSO2 refuses `server_error` as a reason of FAILED.
 */
export const denyReply = ({ reason, message }: Pick<Deny, 'reason' | 'message'>): HttpReply =>
  reason === 'failure'
    ? { status: 500, body: { actionStatus: 'ERROR', errorMessage: 'server_error', errorDescription: message } }
    : { status: 200, body: { actionStatus: 'FAILED', failureReason: 'access_denied', failureDescription: message } };
