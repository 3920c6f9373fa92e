import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { entraTokenIssuanceStart } from '../../functions/entra/token-issuance-start.ts';
import type { HookInstances } from '../../lib/hook-instance.ts';
import { type HookUnderTest, startHook } from '../support/hook-under-test.ts';
import { jsonBody, member } from '../support/hooks/answers.ts';
import { httpApiEvent } from '../support/http-api-event.ts';
import { type JwksServer, startJwksServer } from '../support/jwks-server.ts';
import { recordedEvent } from '../support/recorded-event.ts';

const tenant = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';
const audience = '22223333-cccc-4444-dddd-5555eeee6666';
const microsoft = '99045fe1-7639-4a75-9d4a-577b6ca3810f';
const genuine = {
  iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
  aud: audience,
  azp: microsoft,
  tid: tenant,
};
const body = JSON.stringify(recordedEvent('entra', 'member'));
const post = (authorization?: string) =>
  httpApiEvent({
    path: '/entra/token-issuance-start',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body,
  });

let server: JwksServer;
let hook: HookUnderTest;

const instancesOf = (jwksUri: string, tenants: readonly string[] = [tenant]): HookInstances =>
  Object.fromEntries(
    tenants.map((id, index) => [
      `entra-${index}`,
      {
        hook: 'entra/token-issuance-start',
        realm: `staff-${index}`,
        proof: {
          kind: 'bearer-jwt',
          issuer: [`https://login.microsoftonline.com/${id}/v2.0`, `https://sts.windows.net/${id}/`],
          audience,
          jwksUri,
          algorithms: ['RS256'],
          claims: { 'azp|appid': microsoft },
        },
        scopes: { from: 'assumed', scopes: [] },
        groups: 'directory',
        onFailure: 'deny',
        mode: 'enforce',
      },
    ]),
  );

beforeAll(async () => {
  server = await startJwksServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  hook = await startHook({ hook: entraTokenIssuanceStart, instances: instancesOf(server.uri) });
});

const claimsOf = async (answer: ReturnType<HookUnderTest['call']>) => {
  const actions = member(jsonBody(await answer), 'data', 'actions');
  return member(Array.isArray(actions) ? actions[0] : undefined, 'claims');
};

describe('who may call entra/token-issuance-start', () => {
  it('takes a token of Microsoft for our application and this tenant', async () => {
    expect(await claimsOf(hook.call(post(`Bearer ${await server.sign(genuine)}`)))).toEqual({ user_role: 'customer' });
    expect(hook.loads()).toBe(1);
  });

  it('takes a version 1 token, which names Microsoft in appid and another issuer', async () => {
    const { azp: appid, ...rest } = genuine;
    const jwt = await server.sign({ ...rest, iss: `https://sts.windows.net/${tenant}/`, appid });
    expect(await claimsOf(hook.call(post(`Bearer ${jwt}`)))).toEqual({ user_role: 'customer' });
  });

  it('reads the keys once for many calls', async () => {
    const before = server.requests();
    const jwt = await server.sign(genuine);
    for (let call = 0; call < 5; call += 1) await hook.call(post(`Bearer ${jwt}`));
    expect(server.requests()).toBe(before);
  });

  it.each([
    ['of another application than Microsoft', { azp: 'another' }],
    ['that names Microsoft in appid, but another in azp', { azp: 'another', appid: microsoft }],
    ['that names no application', { azp: undefined }],
    ['of another tenant', { tid: 'ffffffff-0000-cccc-1111-dddd2222eeee' }],
    ['without a tenant', { tid: undefined }],
    ['of another issuer', { iss: 'https://login.microsoftonline.com/another/v2.0' }],
    ['for another audience', { aud: 'another' }],
    ['that has expired', { exp: 1_700_000_000 }],
    ['that is not valid yet', { nbf: 4_000_000_000 }],
    ['that never expires', { exp: undefined }],
  ])('refuses a token %s', async (_title, claims) => {
    const answer = await hook.call(post(`Bearer ${await server.sign({ ...genuine, ...claims })}`));
    expect(answer).toMatchObject({ status: 401 });
    expect(hook.loads()).toBe(0);
  });

  it('refuses a token for one tenant with the event of another, although both are configured', async () => {
    const other = 'ffffffff-0000-cccc-1111-dddd2222eeee';
    const both = await startHook({
      hook: entraTokenIssuanceStart,
      instances: instancesOf(server.uri, [tenant, other]),
    });
    const foreign = { ...genuine, iss: `https://login.microsoftonline.com/${other}/v2.0`, tid: other };
    expect(await both.call(post(`Bearer ${await server.sign(foreign)}`))).toMatchObject({ status: 401 });
    expect(both.loads()).toBe(0);
  });

  it.each([
    ['signed by somebody else', () => server.sign(genuine, { forged: true })],
    ['that brings its own key set', () => server.sign(genuine, { forged: true, header: { jku: `${server.uri}#` } })],
    [
      'that brings its own key',
      async () => {
        const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
        const { exportJWK } = await import('jose');
        const jwk = await exportJWK(publicKey);
        return new SignJWT({ ...genuine, exp: Math.floor(Date.now() / 1000) + 60 })
          .setProtectedHeader({ alg: 'RS256', jwk })
          .sign(privateKey);
      },
    ],
    ['with a key id that is a path', () => server.sign(genuine, { header: { kid: '../../etc/passwd' } })],
    [
      'signed with the public key as an HMAC secret',
      async () => {
        const { publicKey } = await generateKeyPair('RS256', { extractable: true });
        return new SignJWT({ ...genuine, exp: Math.floor(Date.now() / 1000) + 60 })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(await exportSPKI(publicKey)));
      },
    ],
    [
      'without a signature',
      async () => {
        const [, payload] = (await server.sign(genuine)).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
      },
    ],
    ['with white space in it', async () => (await server.sign(genuine)).replace('.', ' .')],
    ['that is very long', async () => server.sign({ ...genuine, filler: 'x'.repeat(20_000) })],
    ['that is none', async () => 'undefined'],
  ])('refuses a token %s, without reading the store or logging it', async (_title, make) => {
    const jwt = await make();
    expect(await hook.call(post(`Bearer ${jwt}`))).toMatchObject({ status: 401 });
    expect(hook.loads()).toBe(0);
    if (jwt.length > 20)
      for (const part of jwt.split('.').filter((text) => text.length > 8)) {
        expect(hook.log()).not.toContain(part);
      }
  });

  it.each([undefined, 'Basic dXNlcjpwYXNz', 'Bearer', 'Bearer  '])('refuses the header %s', async (authorization) => {
    expect(await hook.call(post(authorization))).toMatchObject({ status: 401 });
    expect(hook.loads()).toBe(0);
  });
});
