import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import type { Deny } from '../../lib/claims/decision.ts';
import type { HttpReply } from '../../lib/token-hook.ts';
import { authgearLimits } from './limits.ts';

type Changes = { readonly claims: ClaimsSet; readonly removed: readonly string[] };

/** The payload is replaced as a whole: what came in, without what is no longer ours, and our claims. */
export const changedPayload = (payload: ClaimsSet, { claims, removed }: Changes): ClaimsSet => {
  const dropped = new Set(removed.filter((name) => !authgearLimits.reserved.access_token.names.has(name)));
  return { ...Object.fromEntries(Object.entries(payload).filter(([name]) => !dropped.has(name))), ...claims };
};

/** Authgear refuses an answer with members that its schema does not know. */
export const allowReply = (member: 'jwt' | 'id_token', payload: ClaimsSet): HttpReply => ({
  status: 200,
  body: { is_allowed: true, mutations: { [member]: { payload } } },
});

export const unchangedReply = (): HttpReply => ({ status: 200, body: { is_allowed: true } });

/** A fault is an HTTP error: Authgear then fails the token request, and shows nothing of ours. */
export const denyReply = ({ reason, message }: Pick<Deny, 'reason' | 'message'>): HttpReply =>
  reason === 'failure'
    ? { status: 500, body: { error: 'server_error', error_description: message } }
    : { status: 200, body: { is_allowed: false, title: 'Access denied', reason: message } };
