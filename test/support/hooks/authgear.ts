import { createHmac, randomBytes } from 'node:crypto';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import type { TokenKind } from '../../../lib/token-request.ts';
import type { Answer, HookFixture, Outcome, RequestSketch } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';

const header = 'x-authgear-body-signature';

export const authgearCaller = (path: string): HookFixture['caller'] => {
  return async () => {
    const key = randomBytes(32).toString('hex');
    const sign = (body: string, secret: string) => ({
      'content-type': 'application/json',
      [header]: createHmac('sha256', secret).update(body).digest('hex'),
    });
    return {
      proof: { kind: 'body-hmac', secret: 'authgear', header },
      secrets: { authgear: { current: key } },
      call: async (event, proof = 'genuine') => {
        const body = JSON.stringify(event);
        const headers = proof === 'missing' ? {} : sign(body, proof === 'genuine' ? key : `${key}0`);
        return httpApiEvent({ path, headers, body });
      },
      raw: async (body) => httpApiEvent({ path, headers: sign(body, key), body }),
    };
  };
};

/** A JWT access token's event: `jwt`; an ID token's: `id_token`. */
type Event = { readonly token: TokenKind; readonly type: string; readonly member: 'jwt' | 'id_token' };

export const authgearEvent = (
  { token, type, member: name }: Event,
  { subject, grantType, client, audiences, groups, present, idpAttributes }: RequestSketch,
): unknown => {
  if (subject?.kind === 'client' || grantType === 'client_credentials') return undefined;
  const id = subject?.id ?? 'a1f0c2de-2b6c-4c1c-9d55-0d6a4c7e9b10';
  const clientId = client ?? 'c0ffee00c0ffee00';
  const issuer = 'https://shop.authgear.cloud';
  const own = name === 'jwt' ? { client_id: clientId, jti: 'AT1' } : { auth_time: 1767225600, sid: 'S1' };
  const apis = audiences?.length ? audiences : [issuer];
  return {
    id: '0E1E9537-DF4F-4AF6-8B48-3DB4574D4F24',
    seq: 435,
    type,
    payload: {
      user: {
        id,
        standard_attributes: {},
        custom_attributes: {},
        roles: Array.isArray(idpAttributes?.['roles']) ? idpAttributes['roles'] : [],
        groups: groups ?? [],
      },
      identities: [],
      [name]: {
        payload: {
          iss: issuer,
          aud: name === 'jwt' ? apis : [clientId],
          sub: id,
          iat: 1767225600,
          exp: 1767227400,
          ...own,
          ...present?.[token],
        },
      },
    },
    context: { timestamp: 1767225600, user_id: id, client_id: clientId, app_id: 'shop' },
  };
};

export const authgearIdp = ({ token, member: name }: Event, event: unknown, answer: Answer | undefined): Outcome => {
  const body = answer && jsonBody(answer);
  if (answer?.kind !== 'http' || answer.status < 200 || answer.status > 299 || !isMembers(body)) {
    return { issued: false, as: 'error' };
  }
  const allowed = member(body, 'is_allowed');
  if (allowed === false) return { issued: false, as: 'denied', message: String(member(body, 'reason')) };
  // Authgear's schema refuses other members.
  const known = Object.keys(body).every((key) => ['is_allowed', 'mutations'].includes(key));
  if (allowed !== true || !known) return { issued: false, as: 'error' };
  const payload = member(body, 'mutations', name, 'payload') ?? member(event, 'payload', name, 'payload');
  return isMembers(payload)
    ? { issued: true, tokens: { [token]: payload as ClaimsSet } }
    : { issued: false, as: 'error' };
};

export const authgearRenders = (name: Event['member']): HookFixture['renders'] => ({
  deny: (answer, { message }) =>
    expectHttp(answer, 200, { is_allowed: false, title: 'Access denied', reason: message }),
  failClosed: (answer, { message }) => expectHttp(answer, 500, { error: 'server_error', error_description: message }),
  failOpen: (answer, { event, statusClaim }) => {
    const payload = member(event, 'payload', name, 'payload');
    expectHttp(answer, 200, {
      is_allowed: true,
      mutations: { [name]: { payload: { ...(isMembers(payload) ? payload : {}), [statusClaim]: 'degraded' } } },
    });
  },
  unchanged: (answer) => expectHttp(answer, 200, { is_allowed: true }),
});
