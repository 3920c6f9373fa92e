import type { HookLimits, ReservedNames } from '../../lib/token-hook.ts';
import type { PerToken } from '../../lib/token-request.ts';

const names = (list: string): ReservedNames => ({ names: new Set(list.trim().split(/\s+/)), prefixes: [] });

/**
 * Claims of the system, which no operation may touch. Okta would let a hook replace an access token's `aud` and `sub`;
 * a claims policy has no business there.
 * @see https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/#claims
 */
export const reserved: PerToken<ReservedNames> = {
  id_token: names('ver jti iss sub aud iat exp auth_time amr idp nonce at_hash c_hash'),
  access_token: names('ver jti iss aud iat exp cid uid scp sub auth_time groups'),
  userinfo: names(''),
};

export const oktaLimits: HookLimits = {
  tokens: ['id_token', 'access_token'],
  reserved,
  names: 'namespaced',
  values: 'json',
  /**
   * Okta takes an answer of less than 256 KB. A claim takes up to 3.2 times its size as an operation, and there are
   * two tokens; a token of 40 kB is far more than any header carries.
   */
  bytes: 40_000,
  sharedClaimsSet: [],
  appendOnly: false,
  canSuppress: true,
  canChangeScopes: false,
  scopes: 'both',
  /** Okta waits 3 s, does not try again, and then issues the token as it is. */
  deadlineMs: 2200,
  failsOpen: true,
};
