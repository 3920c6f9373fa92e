import * as z from 'zod/mini';
import type { ClaimsSet, ClaimValue } from '../../lib/claims/claim-value.ts';
import type { Issue } from '../../lib/claims/decision.ts';
import { denialStatus } from '../../lib/denial-status.ts';
import { jsonObject } from '../../lib/json-object.ts';
import type { HookLimits, HttpReply, ReservedNames } from '../../lib/token-hook.ts';
import type { PerToken, TokenKind } from '../../lib/token-request.ts';

/**
 * Hydra's OAuth 2.0 session as both hooks send it. `extra` becomes the access token's claims, `ext` the ID token's;
 * at refresh both hold what the hook answered the last time.
 */
export const session = z.object({
  id_token: z.nullish(
    z.object({
      subject: z.nullish(z.string()),
      id_token_claims: z.nullish(z.object({ sub: z.nullish(z.string()), ext: z.nullish(jsonObject) })),
    }),
  ),
  extra: z.nullish(jsonObject),
});

export type Session = z.infer<typeof session>;

export const subjectOf = ({ id_token }: Session): string => id_token?.subject || id_token?.id_token_claims?.sub || '';

/** Hydra answers /userinfo from the ID token's claims. */
export const presentIn = ({ id_token, extra }: Session): PerToken<ClaimsSet> => {
  const ext = id_token?.id_token_claims?.ext ?? {};
  return { id_token: ext, access_token: extra ?? {}, userinfo: ext };
};

export const tokensOf = (grantedScopes: readonly string[]): readonly TokenKind[] =>
  grantedScopes.includes('openid') ? ['id_token', 'access_token', 'userinfo'] : ['access_token'];

const names = (list: string): ReservedNames => ({ names: new Set(list.split(' ')), prefixes: [] });

/** `sid` is Hydra's own although it travels with the custom claims. */
const idTokenNames = names('iss sub aud exp iat jti rat auth_time nonce at_hash c_hash acr amr sid');

export const hydraLimits: HookLimits = {
  tokens: ['id_token', 'access_token', 'userinfo'],
  reserved: {
    id_token: idTokenNames,
    userinfo: idTokenNames,
    access_token: names('iss sub aud exp nbf iat jti client_id scp ext'),
  },
  names: 'namespaced',
  values: 'json',
  /** Hydra reads 5 MiB at most; what came in goes back as well. */
  bytes: 1_000_000,
  sharedClaimsSet: ['id_token', 'userinfo'],
  appendOnly: false,
  canSuppress: true,
  canChangeScopes: false,
  scopes: 'both',
  /** Hydra waits 30 s and tries twice more after a 5xx; a login should not wait longer than this. */
  deadlineMs: 4000,
  failsOpen: false,
};

const merged = (present: ClaimsSet, token: TokenKind, { claims, stale, suppress }: Issue): ClaimsSet => {
  const gone = new Set([...stale[token], ...suppress[token]]);
  const kept = Object.entries(present).filter(([name]) => !gone.has(name) || name === 'sid');
  return Object.fromEntries([...kept, ...Object.entries(claims[token])]);
};

const same = (a: ClaimValue, b: ClaimValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * A 200 replaces both claim sets: what consent put there has to go back, without our own claims of the last time.
 * 204 where that changes nothing; a 200 without a body is an error to Hydra.
 */
export const issueReply = (session: Session, decision: Issue): HttpReply => {
  const present = presentIn(session);
  const answer = {
    access_token: merged(present.access_token, 'access_token', decision),
    id_token: merged(present.id_token, 'id_token', decision),
  };
  return same(answer.access_token, present.access_token) && same(answer.id_token, present.id_token)
    ? { status: 204 }
    : { status: 200, body: { session: answer } };
};

/** 403 is `access_denied` to the client, anything else `server_error`, and only 5xx is tried again. */
export const denyReply: (denial: { reason: Parameters<typeof denialStatus>[0]; message: string }) => HttpReply = ({
  reason,
  message,
}) => {
  const status = denialStatus(reason);
  return { status, body: { error: status === 403 ? 'access_denied' : 'server_error', error_description: message } };
};
