import { randomBytes } from 'node:crypto';
import { hydraRefreshTokenHook } from '../../../functions/hydra/refresh-token-hook.ts';
import { hydraTokenHook } from '../../../functions/hydra/token-hook.ts';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import type { Answer, HookCaller, HookFixture, Outcome, RequestSketch } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';

const caller = (path: string) => async (): Promise<HookCaller> => {
  const key = randomBytes(24).toString('base64url');
  const call = (body: string, apiKey?: string) =>
    httpApiEvent({
      path,
      headers: { 'content-type': 'application/json; charset=UTF-8', ...(apiKey && { 'X-API-Key': apiKey }) },
      body,
    });
  return {
    proof: { kind: 'static-header', secret: 'hydra', header: 'X-API-Key' },
    secrets: { hydra: { current: key } },
    call: async (event, proof = 'genuine') =>
      call(JSON.stringify(event), { genuine: key, missing: undefined, forged: `${key}x` }[proof]),
    raw: async (body) => call(body, key),
  };
};

const sessionOf = ({ subject, client = 'app-client', present }: RequestSketch) => {
  const id = subject?.id ?? 'foo';
  return {
    id_token: {
      id_token_claims: {
        iss: 'http://localhost:4444/',
        sub: id,
        aud: [client],
        ext: { sid: 's1', ...present?.id_token },
      },
      headers: { extra: {} },
      subject: id,
    },
    extra: { ...present?.access_token },
    client_id: client,
    allowed_top_level_claims: [],
  };
};

const own = (event: unknown) => ({
  access_token: member(event, 'session', 'extra') as ClaimsSet,
  id_token: member(event, 'session', 'id_token', 'id_token_claims', 'ext') as ClaimsSet,
});

/** Hydra: 200 replaces, 204 leaves alone, 403 is `access_denied`, all else (a 200 without JSON too) `server_error`. */
const hydra = (event: unknown, answer: Answer | undefined): Outcome => {
  const granted = member(event, 'request', 'granted_scopes') ?? member(event, 'granted_scopes');
  const openid = Array.isArray(granted) && granted.includes('openid');
  const issued = ({ access_token, id_token }: { access_token: ClaimsSet; id_token: ClaimsSet }): Outcome => ({
    issued: true,
    tokens: { access_token, ...(openid && { id_token, userinfo: id_token }) },
  });
  if (answer?.kind !== 'http') return { issued: false, as: 'error' };
  if (answer.status === 204) return issued(own(event));
  if (answer.status === 403) return { issued: false, as: 'denied' };
  const session = answer.status === 200 ? member(jsonBody(answer), 'session') : undefined;
  if (!isMembers(session)) return { issued: false, as: 'error' };
  const set = (value: unknown): ClaimsSet => (isMembers(value) ? (value as ClaimsSet) : {});
  return issued({ access_token: set(session['access_token']), id_token: set(session['id_token']) });
};

const renders: HookFixture['renders'] = {
  deny: (answer, { message }) => expectHttp(answer, 403, { error: 'access_denied', error_description: message }),
  failClosed: (answer, { message }) => expectHttp(answer, 500, { error: 'server_error', error_description: message }),
  failOpen: (answer, { event, statusClaim }) => {
    const { access_token, id_token } = own(event);
    const marker = { [statusClaim]: 'degraded' };
    expectHttp(answer, 200, {
      session: { access_token: { ...access_token, ...marker }, id_token: { ...id_token, ...marker } },
    });
  },
  unchanged: (answer) => expectHttp(answer, 204, undefined),
};

export const hydraTokenHookFixture: HookFixture = {
  hook: hydraTokenHook,
  events: [
    'token-hook-authorization-code.json',
    'token-hook-refresh.json',
    'token-hook-refresh-with-our-claims.json',
    'token-hook-client-credentials.json',
    'token-hook-jwt-bearer.json',
    'token-hook-version-1.json',
  ],
  junk: [
    { session: {}, request: { client_id: 'c', grant_types: ['refresh_token'] } },
    { session: { id_token: { subject: 'foo' } }, request: { client_id: 'c', grant_types: [] } },
    { session: { id_token: { subject: 'foo' } }, request: { client_id: '', grant_types: ['refresh_token'] } },
    {
      session: { id_token: { subject: 'foo' }, extra: [] },
      request: { client_id: 'c', grant_types: ['refresh_token'] },
    },
  ],
  caller: caller('/hydra/token-hook'),
  event: (sketch) => {
    const { subject, client = 'app-client', grantType = 'authorization_code', scopes, audiences = [] } = sketch;
    const machine = subject?.kind === 'client';
    const clientId = machine ? subject.id : client;
    const granted = scopes?.granted ?? ['openid'];
    return {
      session: sessionOf({ ...sketch, client: clientId }),
      request: {
        client_id: clientId,
        requested_scopes: scopes?.requested ?? granted,
        granted_scopes: granted,
        granted_audience: audiences,
        grant_types: [machine ? 'client_credentials' : grantType],
      },
    };
  },
  idp: hydra,
  renders,
  refresh: 'calls again with our earlier claims',
};

export const hydraRefreshTokenHookFixture: HookFixture = {
  hook: hydraRefreshTokenHook,
  events: ['refresh-token-hook.json'],
  junk: [
    { subject: '', session: {}, client_id: 'c' },
    { subject: 'foo', client_id: 'c' },
    { subject: 'foo', session: {} },
  ],
  caller: caller('/hydra/refresh-token-hook'),
  event: (sketch) => {
    const { subject, client = 'app-client', grantType = 'refresh_token', scopes, audiences = [] } = sketch;
    if (subject?.kind === 'client' || grantType !== 'refresh_token') return undefined;
    const granted = scopes?.granted ?? ['openid'];
    const requester = { client_id: client, granted_scopes: granted, granted_audience: audiences };
    return {
      subject: subject?.id ?? 'foo',
      session: sessionOf(sketch),
      requester: { ...requester, grant_types: ['refresh_token'] },
      ...requester,
    };
  },
  idp: hydra,
  renders,
  refresh: 'calls again with our earlier claims',
};
