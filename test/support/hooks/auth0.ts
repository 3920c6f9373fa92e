import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import { auth0CredentialsExchange } from '../../../functions/auth0/credentials-exchange.ts';
import { restricted } from '../../../functions/auth0/limits.ts';
import { auth0PostLogin } from '../../../functions/auth0/post-login.ts';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import type { Answer, HookFixture, Outcome } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';

/** The recorded bodies of a trigger, as the Action sends them. */
const recordedBodies = (trigger: string): readonly string[] =>
  readdirSync(new URL('../../fixtures/events/auth0/', import.meta.url)).filter(
    (name) => name.startsWith(trigger) && name.endsWith('.json'),
  );

const callerOf = (path: string, name: string): HookFixture['caller'] => {
  const key = `whsec_${randomBytes(32).toString('base64')}`;
  const sign = (body: string, webhook: Webhook): Record<string, string> => {
    const id = `msg_${randomUUID()}`;
    const now = new Date();
    return {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, now, body),
    };
  };
  const signer = new Webhook(key);
  const stranger = new Webhook(`whsec_${randomBytes(32).toString('base64')}`);
  return async () => ({
    proof: { kind: 'standard-webhooks', secret: name, toleranceSeconds: 60 },
    secrets: { [name]: { current: key } },
    call: async (event, proof = 'genuine') => {
      const body = JSON.stringify(event);
      const headers = proof === 'missing' ? {} : sign(body, proof === 'genuine' ? signer : stranger);
      return httpApiEvent({ path, headers: { 'content-type': 'application/json', ...headers }, body });
    },
    raw: async (body) => httpApiEvent({ path, headers: sign(body, signer), body }),
  });
};

/** `setCustomClaim`: a restricted name is dropped without an error. */
const custom = (claims: unknown): ClaimsSet =>
  isMembers(claims)
    ? (Object.fromEntries(
        Object.entries(claims).filter(([name]) => !restricted.names.has(name) && !name.startsWith('urn:auth0')),
      ) as ClaimsSet)
    : {};

/** Auth0 with our Action in it, its secret `ON_FAILURE` being `deny`. */
const issuedBy = (
  answer: Answer | undefined,
  tokens: (body: unknown) => Partial<Record<string, ClaimsSet>>,
): Outcome => {
  const body = answer && jsonBody(answer);
  if (answer?.kind !== 'http' || answer.status !== 200 || body === undefined) return { issued: false, as: 'denied' };
  const outcome = member(body, 'outcome');
  if (outcome === 'deny') return { issued: false, as: 'denied', message: String(member(body, 'message')) };
  return { issued: true, tokens: tokens(outcome === 'issue' ? body : {}) };
};

const issueBody = (idToken: object, accessToken: object, freshness: string) => ({
  specVersion: '1',
  outcome: 'issue',
  freshness,
  version: expect.any(String),
  idToken: { claims: idToken },
  accessToken: { claims: accessToken, addScopes: [], removeScopes: [] },
});

const scopesOf = (
  scopes:
    | { readonly granted?: readonly string[] | undefined; readonly requested?: readonly string[] | undefined }
    | undefined,
) => scopes?.requested ?? scopes?.granted ?? ['openid', 'order'];

export const auth0PostLoginFixture: HookFixture = {
  hook: auth0PostLogin,
  events: recordedBodies('post-login'),
  junk: [
    { specVersion: '2', trigger: 'post-login', user: { id: 'u' }, client: { id: 'c' } },
    { specVersion: '1', trigger: 'post-login', user: { id: '' }, client: { id: 'c' } },
    { specVersion: '1', trigger: 'credentials-exchange', user: { id: 'u' }, client: { id: 'c' } },
  ],
  settings: { scopes: { from: 'requested', entitled: { shop: ['order', 'inventory'] } } },
  caller: callerOf('/auth0/post-login', 'auth0-login'),
  event: ({ subject, grantType, client, scopes, audiences, organization, groups, email, idpAttributes, tokens }) => {
    if (subject?.kind === 'client' || grantType === 'client_credentials') return undefined;
    const withoutApi = tokens !== undefined && !tokens.includes('access_token');
    return {
      specVersion: '1',
      trigger: 'post-login',
      protocol: grantType === 'refresh_token' ? 'oauth2-refresh-token' : 'oidc-basic-profile',
      user: { id: subject?.id ?? 'auth0|u1', email, app_metadata: idpAttributes?.['app_metadata'] },
      client: { id: client ?? 'shop' },
      organization: organization === undefined ? undefined : { id: organization },
      audience: withoutApi ? undefined : (audiences?.[0] ?? 'https://api.example.com'),
      requestedScopes: scopesOf(scopes),
      roles: groups ?? [],
    };
  },
  idp: (event, answer) =>
    issuedBy(answer, (body) => {
      const idToken = custom(member(body, 'idToken', 'claims'));
      // the claims of the ID token show at /userinfo as well; without an API the access token is opaque
      const api = member(event, 'audience') !== undefined;
      return {
        id_token: { sub: String(member(event, 'user', 'id')), ...idToken },
        userinfo: { sub: String(member(event, 'user', 'id')), ...idToken },
        ...(api ? { access_token: custom(member(body, 'accessToken', 'claims')) } : {}),
      };
    }),
  renders: {
    deny: (answer, { message }) =>
      expectHttp(answer, 200, { specVersion: '1', outcome: 'deny', code: 'invalid_request', message }),
    failClosed: (answer, { message }) =>
      expectHttp(answer, 200, { specVersion: '1', outcome: 'deny', code: 'server_error', message }),
    failOpen: (answer, { statusClaim }) => {
      const marker = { [statusClaim]: 'degraded' };
      expectHttp(answer, 200, issueBody(marker, marker, 'degraded'));
    },
    unchanged: (answer) => expectHttp(answer, 200, { specVersion: '1', outcome: 'unchanged' }),
  },
  refresh: 'calls again',
};

export const auth0CredentialsExchangeFixture: HookFixture = {
  hook: auth0CredentialsExchange,
  events: recordedBodies('credentials-exchange'),
  junk: [{ specVersion: '1', trigger: 'post-login', client: { id: 'c' } }],
  caller: callerOf('/auth0/credentials-exchange', 'auth0-machines'),
  event: ({ subject, grantType, scopes, audiences, organization, present }) => {
    if (subject?.kind === 'user' || (grantType !== undefined && grantType !== 'client_credentials')) return undefined;
    return {
      specVersion: '1',
      trigger: 'credentials-exchange',
      client: { id: subject?.id ?? 'stock-sync' },
      organization: organization === undefined ? undefined : { id: organization },
      audience: audiences?.[0] ?? 'https://api.example.com',
      grantedScopes: scopes?.granted ?? ['order'],
      requestedScopes: scopesOf(scopes),
      presentClaims: Object.keys(present?.access_token ?? {}),
    };
  },
  idp: (event, answer) =>
    issuedBy(answer, (body) => ({
      access_token: {
        sub: `${member(event, 'client', 'id')}@clients`,
        ...custom(member(body, 'accessToken', 'claims')),
      },
    })),
  renders: {
    ...auth0PostLoginFixture.renders,
    failOpen: (answer, { statusClaim }) =>
      expectHttp(answer, 200, issueBody({}, { [statusClaim]: 'degraded' }, 'degraded')),
  },
  refresh: 'does not call',
};
