import { defineTokenHook } from '../../lib/token-hook.ts';
import { functionEvent, toTokenRequest } from './function-event.ts';
import { zitadelLimits } from './limits.ts';
import { appendClaims, forwardedDenial } from './reply.ts';

/**
 * ZITADEL's function `preaccesstoken`: the access token, when its type is JWT.
 * @see https://zitadel.com/docs/guides/integrate/actions/usage
 */
export const zitadelPreAccessToken = defineTokenHook({
  idp: 'zitadel',
  name: 'zitadel/pre-access-token',
  event: functionEvent('preaccesstoken'),
  limits: { ...zitadelLimits, tokens: ['access_token'], sharedClaimsSet: [] },
  toTokenRequest: (event, settings) => toTokenRequest(event, settings, ['access_token']),
  issue: (_event, { claims }) => appendClaims(claims.access_token),
  unchanged: () => appendClaims({}),
  deny: forwardedDenial,
});
