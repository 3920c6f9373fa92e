import { entraTokenIssuanceStart } from '../../../functions/entra/token-issuance-start.ts';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import type { Answer, HookFixture, Outcome } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { startJwksServer } from '../jwks-server.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';

const path = '/entra/token-issuance-start';
const tenant = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';
/** Microsoft's own application, which calls every custom claims provider. */
const authenticationEvents = '99045fe1-7639-4a75-9d4a-577b6ca3810f';

const provided = (claims: object) => ({
  data: {
    '@odata.type': 'microsoft.graph.onTokenIssuanceStartResponseData',
    actions: [{ '@odata.type': 'microsoft.graph.tokenIssuanceStart.provideClaimsForToken', claims }],
  },
});

const isProvidable = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));

/** Entra: exactly one action, strings and string arrays only, 3 KB in all; anything else is an error page. */
const entra = (_event: unknown, answer: Answer | undefined): Outcome => {
  if (answer?.kind !== 'http' || answer.status !== 200) return { issued: false, as: 'error' };
  const actions = member(jsonBody(answer), 'data', 'actions');
  const claims = Array.isArray(actions) && actions.length === 1 ? member(actions[0], 'claims') : undefined;
  if (!isMembers(claims)) return { issued: false, as: 'error' };
  const size = Object.entries(claims).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key + JSON.stringify(value)),
    0,
  );
  if (size > 3072 || !Object.values(claims).every(isProvidable) || Object.hasOwn(claims, '')) {
    return { issued: false, as: 'error' };
  }
  return { issued: true, tokens: { id_token: claims as ClaimsSet, access_token: claims as ClaimsSet } };
};

export const entraTokenIssuanceStartFixture: HookFixture = {
  hook: entraTokenIssuanceStart,
  events: ['member.json', 'guest.json', 'saml-without-resource.json'],
  junk: [
    { type: 'microsoft.graph.authenticationEvent.tokenIssuanceStart', data: {} },
    { type: 'microsoft.graph.authenticationEvent.attributeCollectionStart', data: { tenantId: tenant } },
    {
      type: 'microsoft.graph.authenticationEvent.tokenIssuanceStart',
      data: { tenantId: tenant, authenticationContext: { clientServicePrincipal: { appId: 'a' }, user: {} } },
    },
  ],
  settings: { scopes: { from: 'assumed', scopes: ['order', 'inventory'] } },
  caller: async () => {
    const server = await startJwksServer();
    const claims = {
      iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
      aud: '22223333-cccc-4444-dddd-5555eeee6666',
      azp: authenticationEvents,
      tid: tenant,
      ver: '2.0',
    };
    const call = (body: string, jwt: string) =>
      httpApiEvent({ path, headers: { 'content-type': 'application/json', authorization: `Bearer ${jwt}` }, body });
    return {
      proof: {
        kind: 'bearer-jwt',
        issuer: claims.iss,
        audience: claims.aud,
        jwksUri: server.uri,
        algorithms: ['RS256'],
        claims: { 'azp|appid': authenticationEvents },
      },
      secrets: {},
      call: async (event, proof = 'genuine') => {
        const body = JSON.stringify(event);
        if (proof === 'missing') return httpApiEvent({ path, headers: { 'content-type': 'application/json' }, body });
        return call(body, await server.sign(claims, { forged: proof === 'forged' }));
      },
      raw: async (body) => call(body, await server.sign(claims)),
      close: server.close,
    };
  },
  event: ({ subject, grantType, client, audiences }) =>
    subject?.kind === 'client' || grantType === 'client_credentials'
      ? undefined
      : {
          type: 'microsoft.graph.authenticationEvent.tokenIssuanceStart',
          source: `/tenants/${tenant}/applications/${client ?? '00001111-aaaa-2222-bbbb-3333cccc4444'}`,
          data: {
            '@odata.type': 'microsoft.graph.onTokenIssuanceStartCalloutData',
            tenantId: tenant,
            authenticationContext: {
              correlationId: 'aaaa0000-bb11-2222-33cc-444444dddddd',
              protocol: 'OAUTH2.0',
              clientServicePrincipal: { appId: client ?? '00001111-aaaa-2222-bbbb-3333cccc4444' },
              resourceServicePrincipal: audiences?.[0] ? { appId: audiences[0] } : null,
              user: { id: subject?.id ?? '90847c2a-e29d-4d2f-9f54-c5b4d3f26471', userType: 'Member' },
            },
          },
        },
  idp: entra,
  renders: {
    deny: (answer, { message }) => expectHttp(answer, 403, { error: { message } }),
    failClosed: (answer, { message }) => expectHttp(answer, 500, { error: { message } }),
    failOpen: (answer, { statusClaim }) => expectHttp(answer, 200, provided({ [statusClaim]: 'degraded' })),
    unchanged: (answer) => expectHttp(answer, 200, provided({})),
  },
  refresh: 'calls again',
};
