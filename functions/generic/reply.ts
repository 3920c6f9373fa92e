import type { Deny } from '../../lib/claims/decision.ts';
import type { HttpReply } from '../../lib/token-hook.ts';

/** 403 is a decision, 503 our own fault; a caller that only looks for 200 issues no token in either case. */
export const denyReply = ({ reason, message }: Pick<Deny, 'reason' | 'message'>): HttpReply =>
  reason === 'failure'
    ? { status: 503, body: { error: 'temporarily_unavailable', error_description: message } }
    : { status: 403, body: { error: 'access_denied', error_description: message } };
