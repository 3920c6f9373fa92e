import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import type { Deny, DenyReason, Issue } from '../../lib/claims/decision.ts';
import type { HttpReply } from '../../lib/token-hook.ts';

/** Version of the wire format between our Action and the hook; the Action refuses an answer of another one. */
export const specVersion = '1';

/**
 * What the Action applies. The reasons that say nothing about the subject get a status of their own, so that the
 * Action falls back on its `ON_FAILURE`; a decided denial is an answer (200).
 */
const statusOf: Partial<Record<DenyReason, number>> = { unverified_caller: 401, invalid_event: 400 };

/** The error codes of `api.access.deny` at credentials-exchange; post-login shows the message only. */
const codeOf = (reason: DenyReason): 'server_error' | 'invalid_request' =>
  reason === 'failure' ? 'server_error' : 'invalid_request';

const ok = (body: Readonly<Record<string, ClaimValue>>): HttpReply => ({ status: 200, body: { specVersion, ...body } });

export const issueReply = ({ claims, scopes, freshness, version }: Issue): HttpReply =>
  ok({
    outcome: 'issue',
    freshness,
    version,
    idToken: { claims: claims.id_token },
    accessToken: { claims: claims.access_token, addScopes: scopes.add, removeScopes: scopes.remove },
  });

export const unchangedReply = (): HttpReply => ok({ outcome: 'unchanged' });

export const denyReply = ({ reason, message }: Pick<Deny, 'reason' | 'message'>): HttpReply => ({
  status: statusOf[reason] ?? 200,
  body: { specVersion, outcome: 'deny', code: codeOf(reason), message },
});
