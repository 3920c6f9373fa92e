import * as z from 'zod/mini';
import { parseAudience } from '../../lib/parse-audience.ts';
import { defineTokenHook } from '../../lib/token-hook.ts';
import { nothingPresent, type Subject } from '../../lib/token-request.ts';
import {
  actionEvent,
  allowedOperations,
  claimList,
  textOf,
  toClaimsSet,
  toIdpAttributes,
  toOrganization,
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
      claims: claimList.check(
        z.refine((claims) => textOf(claims, 'sub') !== undefined, 'Expected a claim "sub" that is a string'),
      ),
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
  toTokenRequest: ({ event }, { subject, idpAttributes }) => ({
    grantType: event.request.grantType ?? 'authorization_code',
    subject: toSubject(event, subject),
    client: event.request.clientId,
    scopes: { granted: event.accessToken.scopes ?? [], requested: event.request.scopes ?? [] },
    audiences: parseAudience(toClaimsSet(event.accessToken.claims)['aud']),
    organization: toOrganization(event.user, event.organization),
    groups: event.user?.groups ?? [],
    idpAttributes: toIdpAttributes(event.user, event.accessToken.claims, idpAttributes),
    tokens: ['access_token'],
    present: { ...nothingPresent, access_token: toClaimsSet(event.accessToken.claims) },
  }),
  issue: ({ event, allowedOperations: allowed }, { claims, stale, suppress, scopes }) =>
    successReply([
      ...claimOperations(
        {
          prefix,
          present: toClaimsSet(event.accessToken.claims),
          claims: claims.access_token,
          // Before the first refresh nothing is ours: a claim of the same plain name is WSO2's own.
          removed: [
            ...(event.request.grantType === 'refresh_token' ? stale.access_token : []),
            ...suppress.access_token,
          ],
        },
        allowed ?? [],
      ),
      ...scopeOperations(event.accessToken.scopes ?? [], scopes, allowed ?? []),
    ]),
  unchanged: () => successReply([]),
  deny: denyReply,
});
