import { randomBytes } from 'node:crypto';
import { oktaTokenInlineHook } from '../../../functions/okta/token-inline-hook.ts';
import type { ClaimsSet, ClaimValue } from '../../../lib/claims/claim-value.ts';
import type { Answer, HookFixture, Outcome } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { startJwksServer } from '../jwks-server.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';

const path = '/okta/token-inline-hook';
const system = {
  identity: ['ver', 'jti', 'iss', 'sub', 'aud', 'iat', 'exp', 'auth_time', 'amr', 'idp', 'nonce', 'at_hash', 'c_hash'],
  access: ['ver', 'jti', 'iss', 'iat', 'exp', 'cid', 'uid', 'scp', 'auth_time', 'groups'],
};

const unescaped = (pointer: string): string => pointer.replaceAll('~1', '/').replaceAll('~0', '~');

/** All operations of one token, or nothing where Okta refuses one of them. */
const patched = (claims: ClaimsSet, operations: unknown, reserved: readonly string[]): ClaimsSet | undefined => {
  const result: Record<string, ClaimValue> = { ...claims };
  for (const operation of Array.isArray(operations) ? operations : []) {
    const pointer = /^\/claims\/([^/]+)$/.exec(String(member(operation, 'path')))?.[1];
    if (pointer === undefined || /~(?![01])/.test(pointer)) return undefined;
    const name = unescaped(pointer);
    const op = member(operation, 'op');
    if (reserved.includes(name) || (op !== 'add' && !Object.hasOwn(result, name))) return undefined;
    if (op === 'remove') delete result[name];
    else result[name] = member(operation, 'value') as ClaimValue;
  }
  return result;
};

const applied = (event: unknown, body: unknown): Outcome => {
  const claimsOf = (part: 'identity' | 'access') => member(event, 'data', part, 'claims') as ClaimsSet | undefined;
  const original = { identity: claimsOf('identity'), access: claimsOf('access') };
  const tokens = { ...original };
  const commands = member(body, 'commands');
  for (const command of Array.isArray(commands) ? commands : []) {
    const part = member(command, 'type') === 'com.okta.identity.patch' ? 'identity' : 'access';
    const claims = tokens[part] && patched(tokens[part], member(command, 'value'), system[part]);
    if (!claims) return issued(original);
    tokens[part] = claims;
  }
  return issued(tokens);
};

const issued = ({
  identity,
  access,
}: {
  identity?: ClaimsSet | undefined;
  access?: ClaimsSet | undefined;
}): Outcome => ({
  issued: true,
  tokens: { ...(identity && { id_token: identity }), ...(access && { access_token: access }) },
});

/** Okta: a well-formed `error` ends in `server_error`; everything else that is not a 200 is as if nobody had answered. */
const okta = (event: unknown, answer: Answer | undefined): Outcome => {
  if (answer?.kind !== 'http' || answer.status !== 200) return applied(event, undefined);
  const body = jsonBody(answer);
  if (isMembers(member(body, 'error'))) {
    return { issued: false, as: 'denied', message: String(member(body, 'error', 'errorSummary')) };
  }
  return applied(event, body);
};

const patch = (type: string, statusClaim: string) => ({
  type: `com.okta.${type}.patch`,
  value: [
    {
      op: 'add',
      path: `/claims/${statusClaim.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      value: 'degraded',
    },
  ],
});

const common: Omit<HookFixture, 'caller' | 'variant'> = {
  hook: oktaTokenInlineHook,
  events: [
    'authorization-code.json',
    'implicit.json',
    'refresh.json',
    'refresh-capitalised-without-openid.json',
    'access-token-only.json',
    'client-credentials.json',
    'claims-of-the-authorization-server.json',
  ],
  junk: [
    { data: {} },
    { data: { context: { user: { id: 'u' } } } },
    { data: { context: { protocol: { client: { id: '' } }, user: { id: 'u' } } } },
    { data: { context: { protocol: { client: { id: 'c' } } } } },
  ],
  event: ({
    subject,
    grantType = 'authorization_code',
    client = '0oa1shop',
    scopes,
    audiences,
    groups,
    tokens,
    present,
  }) => {
    const machine = subject?.kind === 'client';
    const clientId = machine ? subject.id : client;
    const userId = subject?.id ?? '00uq8tMo3zV0OfJON0g3';
    const granted = scopes?.granted ?? ['openid'];
    const issues = (token: 'id_token' | 'access_token') =>
      tokens?.includes(token) ?? (token === 'access_token' || !machine);
    return {
      eventType: 'com.okta.oauth2.tokens.transform',
      data: {
        context: {
          protocol: {
            request: {
              grant_type: machine ? 'client_credentials' : grantType,
              scope: (scopes?.requested ?? granted).join(' '),
              client_id: clientId,
            },
            client: { id: clientId },
          },
          ...(machine ? {} : { user: { id: userId, profile: { login: 'ada@example.com' } } }),
        },
        ...(issues('id_token') && {
          identity: { claims: { iss: 'https://example.okta.com', sub: userId, aud: clientId, ...present?.id_token } },
        }),
        ...(issues('access_token') && {
          access: {
            claims: {
              iss: 'https://example.okta.com',
              sub: machine ? clientId : 'ada@example.com',
              cid: clientId,
              aud: audiences?.[0] ?? 'api://default',
              ...(groups?.length ? { groups } : {}),
              ...present?.access_token,
            },
            scopes: Object.fromEntries(granted.map((scope) => [scope, { id: `scp-${scope}`, action: 'GRANT' }])),
          },
        }),
      },
    };
  },
  idp: okta,
  renders: {
    deny: (answer, { message }) => expectHttp(answer, 200, { error: { errorSummary: message } }),
    failClosed: (answer, { message }) => expectHttp(answer, 200, { error: { errorSummary: message } }),
    failOpen: (answer, { statusClaim }) =>
      expectHttp(answer, 200, { commands: [patch('identity', statusClaim), patch('access', statusClaim)] }),
    unchanged: (answer) => expectHttp(answer, 204, undefined),
  },
  refresh: 'calls again',
};

/** Okta with a secret in a header of the admin's choice. */
export const oktaTokenInlineHookFixture: HookFixture = {
  ...common,
  caller: async () => {
    const secret = randomBytes(24).toString('base64url');
    const headers = (authorization: string) => ({ 'content-type': 'application/json', authorization });
    const call = (body: string, authorization: string) => httpApiEvent({ path, headers: headers(authorization), body });
    return {
      proof: { kind: 'static-header', secret: 'okta', header: 'authorization' },
      secrets: { okta: { current: secret } },
      call: async (event, proof = 'genuine') => {
        const body = JSON.stringify(event);
        if (proof === 'missing') return httpApiEvent({ path, headers: { 'content-type': 'application/json' }, body });
        return call(body, proof === 'genuine' ? secret : `${secret.slice(0, -1)}~`);
      },
      raw: async (body) => call(body, secret),
    };
  },
};

/** Okta with OAuth 2.0: it fetches a token from an authorization server first and sends it along. */
export const oktaTokenInlineHookOAuthFixture: HookFixture = {
  ...common,
  variant: 'OAuth 2.0',
  caller: async () => {
    const server = await startJwksServer();
    const claims = { iss: 'https://example.okta.com/oauth2/hooks', aud: 'https://hooks.example.com', scp: ['hooks'] };
    const call = (body: string, jwt: string) =>
      httpApiEvent({ path, headers: { 'content-type': 'application/json', authorization: `Bearer ${jwt}` }, body });
    return {
      proof: {
        kind: 'bearer-jwt',
        issuer: claims.iss,
        audience: claims.aud,
        jwksUri: server.uri,
        algorithms: ['RS256'],
        claims: { cid: '0oa1hooks' },
      },
      secrets: {},
      call: async (event, proof = 'genuine') => {
        const body = JSON.stringify(event);
        if (proof === 'missing') return httpApiEvent({ path, headers: { 'content-type': 'application/json' }, body });
        return call(body, await server.sign({ ...claims, cid: '0oa1hooks' }, { forged: proof === 'forged' }));
      },
      raw: async (body) => call(body, await server.sign({ ...claims, cid: '0oa1hooks' })),
      close: server.close,
    };
  },
};
