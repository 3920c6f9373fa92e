import type { GrantType } from '../../lib/token-request.ts';

/**
 * `event.transaction.protocol` of post-login in OAuth words.
 * @see https://auth0.com/docs/actions/reference/post-login/post-login-event-object
 */
const grantTypes: Readonly<Record<string, GrantType>> = {
  'oidc-basic-profile': 'authorization_code',
  'oidc-hybrid-profile': 'authorization_code',
  'oidc-implicit-profile': 'implicit',
  'oidc-ciba': 'urn:openid:params:grant-type:ciba',
  'oidc-ciba-web-link': 'urn:openid:params:grant-type:ciba',
  'oauth2-device-code': 'urn:ietf:params:oauth:grant-type:device_code',
  'oauth2-resource-owner': 'password',
  'oauth2-password': 'password',
  'oauth2-resource-owner-jwt-bearer': 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'oauth2-refresh-token': 'refresh_token',
  'oauth2-token-exchange': 'urn:ietf:params:oauth:grant-type:token-exchange',
};

/** Protocols that issue an assertion of their own, which `setCustomClaim` does not reach. */
const withoutTokens = new Set(['samlp', 'wsfed', 'wstrust-usernamemixed']);

/** A protocol without an OAuth grant type stands for itself, so that no claim limited to a grant is released by guess. */
export const toGrantType = (protocol: string | null | undefined): GrantType =>
  protocol ? ((Object.hasOwn(grantTypes, protocol) ? grantTypes[protocol] : undefined) ?? protocol) : 'unknown';

export const issuesTokens = (protocol: string | null | undefined): boolean => !protocol || !withoutTokens.has(protocol);
