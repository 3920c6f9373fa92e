import * as z from 'zod/mini';
import { parseAudience } from '../../lib/parse-audience.ts';
import { defineTokenHook } from '../../lib/token-hook.ts';
import { nothingPresent, type Subject } from '../../lib/token-request.ts';
import {
  actionEvent,
  allowedOperations,
  textOf,
  toClaimsSet,
  tokenClaims,
  toRemovedNames,
  toRequestParts,
  toUser,
} from './action-event.ts';
import { wso2Limits } from './limits.ts';
import { claimOperations, scopeOperations } from './operations.ts';
import { denyReply, successReply } from './reply.ts';

const preIssueAccessTokenEvent = z.object({
  actionType: z.literal('PRE_ISSUE_ACCESS_TOKEN'),
  event: z.object({
    ...actionEvent,
    accessToken: z.object({
      scopes: z.nullish(z.array(z.string())),
      claims: tokenClaims,
    }),
  }),
  allowedOperations: z.nullish(allowedOperations),
});

export type Wso2PreIssueAccessTokenEvent = z.infer<typeof preIssueAccessTokenEvent>;

/** `aut` says whom the token speaks for; a machine's `sub` is its application, so its key is the client id. */
const toSubject = (event: Wso2PreIssueAccessTokenEvent['event'], setting: string | undefined): Subject => {
  const { claims } = event.accessToken;
  const machine = textOf(claims, 'aut') === 'APPLICATION' || (!event.user && isClientCredentials(event));
  return machine
    ? { kind: 'client', id: event.request.clientId }
    : toUser(event.user, textOf(claims, 'sub') ?? '', setting);
};

const isClientCredentials = ({ request }: Wso2PreIssueAccessTokenEvent['event']): boolean =>
  request.grantType === 'client_credentials';

const prefix = '/accessToken/claims/';

/**
 * WSO2 Identity Server 7 and Asgardeo: pre-issue access token action, JWT access tokens of people and machines.
 * At refresh the token comes back as it was issued, our earlier claims included: they are replaced or removed.
 * @see https://is.docs.wso2.com/en/latest/guides/service-extensions/pre-flow-extensions/pre-issue-access-token-action/
 */
export const wso2PreIssueAccessToken = defineTokenHook({
  idp: 'wso2',
  name: 'wso2/pre-issue-access-token',
  event: preIssueAccessTokenEvent,
  limits: { ...wso2Limits, tokens: ['access_token'], scopes: 'both', canChangeScopes: true },
  toTokenRequest: ({ event }, settings) => ({
    ...toRequestParts(event, event.accessToken.claims, settings),
    subject: toSubject(event, settings.subject),
    scopes: { granted: event.accessToken.scopes ?? [], requested: event.request.scopes ?? [] },
    audiences: parseAudience(toClaimsSet(event.accessToken.claims)['aud']),
    tokens: ['access_token'],
    present: { ...nothingPresent, access_token: toClaimsSet(event.accessToken.claims) },
  }),
  issue: ({ event, allowedOperations: allowed }, { claims, scopes, ...decision }) =>
    successReply([
      ...claimOperations(
        {
          prefix,
          present: toClaimsSet(event.accessToken.claims),
          claims: claims.access_token,
          removed: toRemovedNames(event.request, decision, 'access_token'),
        },
        allowed ?? [],
      ),
      ...scopeOperations(event.accessToken.scopes ?? [], scopes, allowed ?? []),
    ]),
  unchanged: () => successReply([]),
  deny: denyReply,
});
