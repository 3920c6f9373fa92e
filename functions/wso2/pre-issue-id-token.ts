import * as z from 'zod/mini';
import { defineTokenHook } from '../../lib/token-hook.ts';
import { nothingPresent } from '../../lib/token-request.ts';
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
import { claimOperations } from './operations.ts';
import { denyReply, successReply } from './reply.ts';

const preIssueIdTokenEvent = z.object({
  actionType: z.literal('PRE_ISSUE_ID_TOKEN'),
  event: z.object({
    ...actionEvent,
    idToken: z.object({
      claims: tokenClaims,
    }),
  }),
  allowedOperations: z.nullish(allowedOperations),
});

export type Wso2PreIssueIdTokenEvent = z.infer<typeof preIssueIdTokenEvent>;

const prefix = '/idToken/claims/';

/**
 * WSO2 Identity Server 7 and Asgardeo: pre-issue ID token action. Machines get no ID token.
 * @see https://is.docs.wso2.com/en/latest/guides/service-extensions/pre-flow-extensions/pre-issue-id-token-action/
 */
export const wso2PreIssueIdToken = defineTokenHook({
  idp: 'wso2',
  name: 'wso2/pre-issue-id-token',
  event: preIssueIdTokenEvent,
  limits: { ...wso2Limits, tokens: ['id_token'], scopes: 'requested', canChangeScopes: false },
  toTokenRequest: ({ event }, settings) => ({
    ...toRequestParts(event, event.idToken.claims, settings),
    subject: toUser(event.user, textOf(event.idToken.claims, 'sub') ?? '', settings.subject),
    // The scopes of the incoming request: this action is not told which were granted.
    scopes: { requested: event.request.scopes ?? [] },
    audiences: [],
    tokens: ['id_token'],
    present: { ...nothingPresent, id_token: toClaimsSet(event.idToken.claims) },
  }),
  issue: ({ event, allowedOperations: allowed }, { claims, ...decision }) =>
    successReply(
      claimOperations(
        {
          prefix,
          present: toClaimsSet(event.idToken.claims),
          claims: claims.id_token,
          removed: toRemovedNames(event.request, decision, 'id_token'),
        },
        allowed ?? [],
      ),
    ),
  unchanged: () => successReply([]),
  deny: denyReply,
});
