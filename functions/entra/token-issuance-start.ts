import * as z from 'zod/mini';
import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import { denialStatus } from '../../lib/denial-status.ts';
import { jsonObject } from '../../lib/json-object.ts';
import { defineTokenHook, type HookLimits, type HttpReply, type ReservedNames } from '../../lib/token-hook.ts';
import { nothingPresent } from '../../lib/token-request.ts';
import { vouchedAttributes } from '../../lib/vouched-attributes.ts';

const id = z.string().check(z.minLength(1));
const text = z.nullish(z.string());

/** The user with all its fields, so that the instance can vouch for some of them. */
const user = z.pipe(
  jsonObject,
  z.transform((fields, context) => {
    const userId = fields['id'];
    if (typeof userId === 'string' && userId !== '') return { id: userId, fields };
    context.issues.push({ code: 'custom', input: fields, path: ['id'], message: 'expected the object id of the user' });
    return z.NEVER;
  }),
);

/** @see https://learn.microsoft.com/en-us/entra/identity-platform/custom-claims-provider-reference */
const tokenIssuanceStartEvent = z.object({
  type: z.literal('microsoft.graph.authenticationEvent.tokenIssuanceStart'),
  data: z.object({
    /** Must be the caller's own; the realm never comes from here. */
    tenantId: id,
    authenticationContext: z.object({
      clientServicePrincipal: z.object({ appId: id }),
      resourceServicePrincipal: z.nullish(z.object({ appId: text })),
      user,
    }),
  }),
});

/** Restricted names bind `JwtClaimType`, which the admin chooses in the mapping, not the keys that we answer with. */
const nothingReserved: ReservedNames = { names: new Set(), prefixes: [] };

const limits: HookLimits = {
  tokens: ['id_token', 'access_token'],
  reserved: { id_token: nothingReserved, access_token: nothingReserved, userinfo: nothingReserved },
  names: 'plain',
  values: 'string-or-string-array',
  /** Entra takes 3 KB of keys and values in all; counted with their punctuation. */
  bytes: 3000,
  /** One answer for whichever token the provider is assigned to; the event does not say which that is. */
  sharedClaimsSet: ['id_token', 'access_token'],
  appendOnly: false,
  canSuppress: false,
  canChangeScopes: false,
  scopes: 'none',
  /** Entra waits `timeoutInMilliseconds`: 1000 by default, 2000 at most. */
  deadlineMs: 700,
  failsOpen: false,
};

const provideClaims = (claims: ClaimsSet): HttpReply => ({
  status: 200,
  body: {
    data: {
      '@odata.type': 'microsoft.graph.onTokenIssuanceStartResponseData',
      actions: [{ '@odata.type': 'microsoft.graph.tokenIssuanceStart.provideClaimsForToken', claims }],
    },
  },
});

/**
 * Microsoft Entra ID's custom claims provider: no scopes, no groups, no grant type in its event, and no way to deny
 * but to fail. The admin's claims mapping decides which of our keys reach a token, and under which names.
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/custom-extension-overview
 */
export const entraTokenIssuanceStart = defineTokenHook({
  idp: 'entra',
  name: 'entra/token-issuance-start',
  event: tokenIssuanceStartEvent,
  limits,
  /** A token of another tenant's Entra, for the same application, must not speak for this one. */
  matchesCaller: ({ data }, { tid }) => tid === data.tenantId,
  toTokenRequest: ({ data: { authenticationContext } }, settings) => {
    const resource = authenticationContext.resourceServicePrincipal?.appId;
    return {
      grantType: 'unknown',
      subject: { kind: 'user', id: authenticationContext.user.id },
      client: authenticationContext.clientServicePrincipal.appId,
      scopes: {},
      audiences: resource ? [resource] : [],
      groups: [],
      idpAttributes: vouchedAttributes({ user: authenticationContext.user.fields }, settings.idpAttributes),
      tokens: settings.tokens?.filter((token) => limits.tokens.includes(token)) ?? limits.tokens,
      present: nothingPresent,
    };
  },
  issue: (_event, { claims }) => provideClaims({ ...claims.id_token, ...claims.access_token }),
  unchanged: () => provideClaims({}),
  deny: ({ reason, message }): HttpReply => ({ status: denialStatus(reason), body: { error: { message } } }),
});
