import * as z from 'zod/mini';
import { defineTokenHook } from '../../lib/token-hook.ts';
import { nothingPresent } from '../../lib/token-request.ts';
import { auth0Limits } from './limits.ts';
import { denyReply, issueReply, specVersion, unchangedReply } from './reply.ts';
import { carriesClaims } from './resource-server.ts';

const names = z.nullish(z.array(z.string()));

/** What `actions/auth0/credentials-exchange.js` sends. */
const credentialsExchangeEvent = z.object({
  specVersion: z.literal(specVersion),
  trigger: z.literal('credentials-exchange'),
  client: z.object({ id: z.string().check(z.minLength(1)) }),
  organization: z.nullish(z.object({ id: z.string().check(z.minLength(1)) })),
  /** `event.resource_server.identifier` */
  audience: z.nullish(z.string()),
  /** `event.accessToken.scope`: what the client grant allows. */
  grantedScopes: names,
  /** `event.transaction.requested_scopes` */
  requestedScopes: names,
  /** The names in `event.accessToken.customClaims`, set by Actions before ours; never their values. */
  presentClaims: names,
});

export type Auth0CredentialsExchangeEvent = z.infer<typeof credentialsExchangeEvent>;

/**
 * Auth0's credentials-exchange trigger, v2: client credentials, through our Action. There is no user.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/machine-to-machine-trigger
 */
export const auth0CredentialsExchange = defineTokenHook({
  idp: 'auth0',
  name: 'auth0/credentials-exchange',
  event: credentialsExchangeEvent,
  limits: { ...auth0Limits, tokens: ['access_token'], sharedClaimsSet: [], canChangeScopes: false, scopes: 'both' },
  toTokenRequest: (event) => ({
    grantType: 'client_credentials',
    subject: { kind: 'client', id: event.client.id },
    client: event.client.id,
    scopes: {
      ...(event.grantedScopes ? { granted: event.grantedScopes } : {}),
      requested: event.requestedScopes ?? [],
    },
    audiences: event.audience ? [event.audience] : [],
    organization: event.organization?.id,
    groups: [],
    idpAttributes: {},
    tokens: carriesClaims(event.audience) ? ['access_token'] : [],
    present: {
      ...nothingPresent,
      access_token: Object.fromEntries((event.presentClaims ?? []).map((name) => [name, null])),
    },
  }),
  issue: (_event, decision) => issueReply(decision),
  unchanged: unchangedReply,
  deny: denyReply,
});
