import * as z from 'zod/mini';
import { dottedPaths } from '../../lib/claims/dotted-paths.ts';
import { jsonObject } from '../../lib/json-object.ts';
import { defineTokenHook } from '../../lib/token-hook.ts';
import { nothingPresent, type TokenKind } from '../../lib/token-request.ts';
import { issuesTokens, toGrantType } from './grant-type.ts';
import { auth0Limits } from './limits.ts';
import { denyReply, issueReply, specVersion, unchangedReply } from './reply.ts';
import { carriesClaims } from './resource-server.ts';

const names = z.nullish(z.array(z.string()));

/** What `actions/auth0/post-login.js` sends: our own format, the few fields of Auth0's event that a decision needs. */
const postLoginEvent = z.object({
  specVersion: z.literal(specVersion),
  trigger: z.literal('post-login'),
  /** `event.transaction.protocol` */
  protocol: z.nullish(z.string()),
  user: z.object({
    id: z.string().check(z.minLength(1)),
    /** Only when verified, and only when the Action is told to send it. */
    email: z.nullish(z.string()),
    app_metadata: z.nullish(jsonObject),
  }),
  client: z.object({ id: z.string().check(z.minLength(1)) }),
  organization: z.nullish(z.object({ id: z.string().check(z.minLength(1)) })),
  /** `event.resource_server.identifier`; absent when the application asked for no API: the access token is opaque. */
  audience: z.nullish(z.string()),
  /** `event.transaction.requested_scopes`: requested is not granted. */
  requestedScopes: names,
  /** `event.authorization.roles` */
  roles: names,
});

export type Auth0PostLoginEvent = z.infer<typeof postLoginEvent>;

const tokensOf = ({ protocol, audience, requestedScopes }: Auth0PostLoginEvent): readonly TokenKind[] => {
  if (!issuesTokens(protocol)) return [];
  const openid = !requestedScopes?.length || requestedScopes.includes('openid');
  return [
    ...(openid ? (['id_token', 'userinfo'] as const) : []),
    ...(carriesClaims(audience) ? (['access_token'] as const) : []),
  ];
};

/**
 * Auth0's post-login trigger, v3: every login and every refresh, through our Action.
 * Auth0 shows the custom claims of the ID token at /userinfo as well: one set for both.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger
 */
export const auth0PostLogin = defineTokenHook({
  idp: 'auth0',
  name: 'auth0/post-login',
  event: postLoginEvent,
  limits: {
    ...auth0Limits,
    tokens: ['id_token', 'access_token', 'userinfo'],
    sharedClaimsSet: ['id_token', 'userinfo'],
    canChangeScopes: true,
    scopes: 'requested',
  },
  toTokenRequest: (event) => ({
    grantType: toGrantType(event.protocol),
    subject: { kind: 'user', id: event.user.id },
    email: event.user.email ?? undefined,
    client: event.client.id,
    scopes: { requested: event.requestedScopes ?? [] },
    audiences: event.audience ? [event.audience] : [],
    organization: event.organization?.id,
    groups: event.roles ?? [],
    /** What only administrators of the tenant write; never `user_metadata`, which the user edits. */
    idpAttributes: {
      ...(event.user.app_metadata ? dottedPaths('app_metadata', event.user.app_metadata) : {}),
      ...(event.roles ? { roles: event.roles } : {}),
    },
    tokens: tokensOf(event),
    present: nothingPresent,
  }),
  issue: (_event, decision) => issueReply(decision),
  unchanged: unchangedReply,
  deny: denyReply,
});
