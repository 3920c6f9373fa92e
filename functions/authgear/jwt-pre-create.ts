import * as z from 'zod/mini';
import { parseAudience } from '../../lib/parse-audience.ts';
import { defineTokenHook } from '../../lib/token-hook.ts';
import { nothingPresent } from '../../lib/token-request.ts';
import { context, token, toRequest, user } from './blocking-event.ts';
import { authgearLimits } from './limits.ts';
import { allowReply, changedPayload, denyReply, unchangedReply } from './reply.ts';

const jwtPreCreateEvent = z.object({
  type: z.literal('oidc.jwt.pre_create'),
  payload: z.object({ user, jwt: token }),
  context,
});

export type AuthgearJwtPreCreateEvent = z.infer<typeof jwtPreCreateEvent>;

/**
 * Authgear's blocking event before a JWT access token is signed.
 * @see https://github.com/authgear/authgear-server/blob/main/docs/specs/event.md
 */
export const authgearJwtPreCreate = defineTokenHook({
  idp: 'authgear',
  name: 'authgear/jwt-pre-create',
  event: jwtPreCreateEvent,
  limits: { ...authgearLimits, tokens: ['access_token'] },
  toTokenRequest: (event, settings) => {
    const claims = event.payload.jwt.payload;
    return {
      ...toRequest(event, claims, settings),
      audiences: parseAudience(claims['aud']),
      tokens: ['access_token'],
      present: { ...nothingPresent, access_token: claims },
    };
  },
  issue: ({ payload: { jwt } }, { claims, stale, suppress }) =>
    allowReply(
      'jwt',
      changedPayload(jwt.payload, {
        claims: claims.access_token,
        removed: [...stale.access_token, ...suppress.access_token],
      }),
    ),
  unchanged: unchangedReply,
  deny: denyReply,
});
