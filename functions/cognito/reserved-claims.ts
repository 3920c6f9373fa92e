import type { ReservedNames } from '../../lib/token-hook.ts';
import type { PerToken } from '../../lib/token-request.ts';

/**
 * Claims that a trigger can neither add, change nor suppress; Cognito ignores the attempt without an error.
 * `scope` and the groups have fields of their own in the answer, `dev:` attributes can only be suppressed.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
const unchangeable = [
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'scope',
  'sub',
  'token_use',
  'username',
  'version',
];
const prefixes = ['cognito:', 'dev:'];

/** In an ID token Cognito takes only simple values for these, and apps decide on them: they stay the user pool's own. */
const standardAttributes = ['address', 'email_verified', 'phone_number_verified', 'updated_at'];

export const reservedClaims: PerToken<ReservedNames> = {
  id_token: { names: new Set([...unchangeable, ...standardAttributes]), prefixes },
  access_token: { names: new Set(unchangeable), prefixes },
  userinfo: { names: new Set(), prefixes: [] },
};
