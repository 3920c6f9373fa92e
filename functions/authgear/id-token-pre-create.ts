import * as z from 'zod/mini';
import { defineTokenHook } from '../../lib/token-hook.ts';
import { nothingPresent } from '../../lib/token-request.ts';
import { context, token, toRequest, user } from './blocking-event.ts';
import { authgearLimits } from './limits.ts';
import { allowReply, changedPayload, denyReply, unchangedReply } from './reply.ts';

const idTokenPreCreateEvent = z.object({
  type: z.literal('oidc.id_token.pre_create'),
  payload: z.object({ user, id_token: token }),
  context,
});

export type AuthgearIdTokenPreCreateEvent = z.infer<typeof idTokenPreCreateEvent>;

/**
 * Authgear's blocking event before an ID token is signed.
 * @see https://github.com/authgear/authgear-server/blob/main/docs/specs/event.md
 */
export const authgearIdTokenPreCreate = defineTokenHook({
  idp: 'authgear',
  name: 'authgear/id-token-pre-create',
  event: idTokenPreCreateEvent,
  limits: { ...authgearLimits, tokens: ['id_token'] },
  toTokenRequest: (event, settings) => {
    const claims = event.payload.id_token.payload;
    return {
      ...toRequest(event, claims, settings),
      // The audience of an ID token is the client, not an API.
      audiences: [],
      tokens: ['id_token'],
      present: { ...nothingPresent, id_token: claims },
    };
  },
  issue: ({ payload: { id_token } }, { claims, stale, suppress }) =>
    allowReply(
      'id_token',
      changedPayload(id_token.payload, {
        claims: claims.id_token,
        removed: [...stale.id_token, ...suppress.id_token],
      }),
    ),
  unchanged: unchangedReply,
  deny: denyReply,
});
