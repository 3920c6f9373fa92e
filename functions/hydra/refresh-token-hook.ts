import * as z from 'zod/mini';
import { defineTokenHook, type HttpReply } from '../../lib/token-hook.ts';
import { denyReply, hydraLimits, issueReply, presentIn, session, tokensOf } from './session.ts';

const names = z.nullish(z.array(z.string()));
const id = z.string().check(z.minLength(1));

/** The deprecated body: `requester` instead of `request`, and its members once more at the top. */
const refreshTokenHookEvent = z.object({
  subject: id,
  session,
  client_id: id,
  granted_scopes: names,
  granted_audience: names,
  requester: z.nullish(z.object({ granted_scopes: names, granted_audience: names })),
});

/**
 * Hydra's legacy hook, called at refresh only; where the token hook is set as well, both run and the token hook wins.
 * @see https://www.ory.com/docs/hydra/guides/claims-at-refresh#legacy-webhook-implementation-deprecated
 */
export const hydraRefreshTokenHook = defineTokenHook({
  idp: 'hydra',
  name: 'hydra/refresh-token-hook',
  event: refreshTokenHookEvent,
  limits: { ...hydraLimits, scopes: 'granted' },
  toTokenRequest: ({ session, requester, ...event }) => {
    const granted = event.granted_scopes ?? requester?.granted_scopes ?? [];
    return {
      grantType: 'refresh_token',
      subject: { kind: 'user', id: event.subject },
      client: event.client_id,
      scopes: { granted, requested: granted },
      audiences: event.granted_audience ?? requester?.granted_audience ?? [],
      groups: [],
      idpAttributes: {},
      tokens: tokensOf(granted),
      present: presentIn(session),
    };
  },
  issue: ({ session }, decision) => issueReply(session, decision),
  unchanged: (): HttpReply => ({ status: 204 }),
  deny: denyReply,
});
