import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firebaseBeforeSignIn } from '../../functions/firebase/before-sign-in.ts';
import { startHook } from '../support/hook-under-test.ts';
import { jsonBody } from '../support/hooks/answers.ts';
import { httpApiEvent } from '../support/http-api-event.ts';
import { type JwksServer, startJwksServer } from '../support/jwks-server.ts';
import { recordedEvent } from '../support/recorded-event.ts';

const issuer = 'https://securetoken.google.com/demo-shop';
const audience = 'https://hooks.example.com/firebase/before-sign-in';
const post = (jwt: string) =>
  httpApiEvent({
    path: '/firebase/before-sign-in',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: { jwt } }),
  });

let server: JwksServer;
beforeAll(async () => {
  server = await startJwksServer();
});
afterAll(() => server.close());

const start = (settings: { readonly emulator?: boolean; readonly tenant?: string } = {}) =>
  startHook({
    hook: firebaseBeforeSignIn,
    instances: {
      firebase: {
        hook: 'firebase/before-sign-in',
        realm: 'customers',
        proof: {
          kind: 'bearer-jwt',
          issuer,
          audience,
          jwksUri: server.uri,
          algorithms: ['RS256'],
          in: { body: 'data.jwt' },
          ...(settings.tenant && { claims: { tenant_id: settings.tenant } }),
        },
        scopes: { from: 'assumed', scopes: [] },
        groups: 'directory',
        onFailure: 'deny',
        mode: 'enforce',
        ...(settings.emulator && { emulator: true }),
      },
    },
  });

const payload = (changes: object = {}) => {
  const { iat: _iat, exp: _exp, ...event } = recordedEvent('firebase', 'password') as Record<string, unknown>;
  return { ...event, iss: issuer, aud: audience, ...changes };
};

const unsigned = (claims: object): string =>
  [
    { alg: 'none', typ: 'JWT' },
    { iat: 1, exp: Math.floor(Date.now() / 1000) + 60, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('')
    .join('.');

const role = {
  userRecord: { sessionClaims: { 'https://claims.example.com/user_role': 'customer' }, updateMask: 'sessionClaims' },
};

describe('who may call firebase/before-sign-in', () => {
  it('takes a JWT of Google for this URL', async () => {
    const hook = await start();
    expect(jsonBody(await hook.call(post(await server.sign(payload()))))).toEqual(role);
  });

  it.each([
    ['for the URL of another function', { aud: 'https://europe-west1-demo-shop.cloudfunctions.net/beforeSignIn' }],
    ['of another project', { iss: 'https://securetoken.google.com/another' }],
    ['that has expired', { exp: 1_700_000_000 }],
  ])('refuses a JWT %s', async (_title, changes) => {
    const hook = await start();
    expect(await hook.call(post(await server.sign(payload(changes))))).toMatchObject({ status: 401 });
    expect(hook.loads()).toBe(0);
  });

  it('refuses a JWT by another key', async () => {
    const hook = await start();
    expect(await hook.call(post(await server.sign(payload(), { forged: true })))).toMatchObject({ status: 401 });
  });

  it('keeps an instance to one tenant of the project', async () => {
    const hook = await start({ tenant: 't1' });
    expect(await hook.call(post(await server.sign(payload())))).toMatchObject({ status: 401 });
    expect(await hook.call(post(await server.sign(payload({ tenant_id: 't2' }))))).toMatchObject({ status: 401 });
    expect(await hook.call(post(await server.sign(payload({ tenant_id: 't1' }))))).toMatchObject({ status: 200 });
  });

  it("refuses the emulator's unsigned JWT", async () => {
    const hook = await start();
    expect(await hook.call(post(unsigned(payload())))).toMatchObject({ status: 401 });
    expect(hook.loads()).toBe(0);
  });

  it('takes an unsigned JWT only where the instance says that it is an emulator, and still checks who it is for', async () => {
    const hook = await start({ emulator: true });
    expect(jsonBody(await hook.call(post(unsigned(payload()))))).toEqual(role);
    expect(await hook.call(post(unsigned(payload({ aud: 'https://elsewhere.example' }))))).toMatchObject({
      status: 401,
    });
    expect(await hook.call(post(unsigned(payload({ exp: 1_700_000_000 }))))).toMatchObject({ status: 401 });
  });
});
