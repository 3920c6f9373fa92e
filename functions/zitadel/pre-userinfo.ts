import { defineTokenHook } from '../../lib/token-hook.ts';
import type { TokenKind } from '../../lib/token-request.ts';
import { functionEvent, toTokenRequest } from './function-event.ts';
import { zitadelLimits } from './limits.ts';
import { appendClaims, forwardedDenial } from './reply.ts';

/** The same function runs for each of them, and its event does not say for which. */
const tokens: readonly TokenKind[] = ['id_token', 'userinfo'];

/**
 * ZITADEL's function `preuserinfo`: the ID token, the userinfo answer and introspection.
 * @see https://zitadel.com/docs/guides/integrate/actions/usage
 */
export const zitadelPreUserinfo = defineTokenHook({
  idp: 'zitadel',
  name: 'zitadel/pre-userinfo',
  event: functionEvent('preuserinfo'),
  limits: { ...zitadelLimits, tokens, sharedClaimsSet: tokens },
  toTokenRequest: (event, settings) => toTokenRequest(event, settings, tokens),
  issue: (_event, { claims }) => appendClaims({ ...claims.id_token, ...claims.userinfo }),
  unchanged: () => appendClaims({}),
  deny: forwardedDenial,
});
