import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oktaTokenInlineHook } from '../../functions/okta/token-inline-hook.ts';
import type { HookInstance, Proof } from '../../lib/hook-instance.ts';
import { startHook } from '../support/hook-under-test.ts';
import { jsonBody, member } from '../support/hooks/answers.ts';
import { httpApiEvent } from '../support/http-api-event.ts';
import { type JwksServer, startJwksServer } from '../support/jwks-server.ts';
import { recordedEvent } from '../support/recorded-event.ts';

const post = (headers: Readonly<Record<string, string>>, body = JSON.stringify(recordedEvent('okta', 'refresh'))) =>
  httpApiEvent({
    path: '/okta/token-inline-hook',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

const instance = (proof: Proof): HookInstance => ({
  hook: 'okta/token-inline-hook',
  realm: 'people',
  proof,
  scopes: { from: 'granted' },
  groups: 'directory',
  onFailure: 'deny',
  mode: 'enforce',
});

/** Any other answer, and Okta would issue the token. */
const denial = { status: 200, body: expect.stringContaining('"errorSummary"') };

describe('who may call okta/token-inline-hook', () => {
  const secrets = { okta: [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')] };
  const [current = '', previous = ''] = secrets.okta;
  const proof = { kind: 'static-header', secret: 'okta', header: 'Authorization' } as const;
  const start = () => startHook({ hook: oktaTokenInlineHook, instances: { okta: instance(proof) }, secrets });

  it.each([
    ['the secret', current],
    ['the secret of before, while it is rotated', previous],
  ])('takes %s in the header', async (_title, authorization) => {
    const hook = await start();
    expect(member(jsonBody(await hook.call(post({ authorization }))), 'commands')).toHaveLength(2);
  });

  it.each([
    ['another secret', { authorization: `${current}x` }],
    ['half of the secret', { authorization: current.slice(0, 16) }],
    ['the secret twice', { authorization: `${current},${current}` }],
    ['the secret in another header', { 'x-api-key': current }],
    ['no header', {}],
  ])('answers %s with a denial in Okta’s words, without reading the store', async (_title, headers) => {
    const hook = await start();
    expect(await hook.call(post(headers))).toMatchObject(denial);
    expect(hook.loads()).toBe(0);
    expect(hook.log()).not.toContain(current);
  });

  it.each(['', 'null', '[]', '{"data":', '{"data":{"context":{}}}'])(
    'answers the body %s with a denial',
    async (body) => {
      const hook = await start();
      expect(await hook.call(post({ authorization: current }, body))).toMatchObject(denial);
      expect(hook.loads()).toBe(0);
    },
  );
});

describe('okta/token-inline-hook with OAuth 2.0', () => {
  let server: JwksServer;
  beforeAll(async () => {
    server = await startJwksServer();
  });
  afterAll(() => server.close());

  const claims = { iss: 'https://example.okta.com/oauth2/hooks', aud: 'https://hooks.example.com', cid: '0oa1hooks' };
  const start = (jwksUri = server.uri) =>
    startHook({
      hook: oktaTokenInlineHook,
      instances: {
        okta: instance({
          kind: 'bearer-jwt',
          issuer: claims.iss,
          audience: claims.aud,
          jwksUri,
          algorithms: ['RS256'],
          claims: { cid: claims.cid },
        }),
      },
    });

  it('takes a token of the authorization server that Okta asks', async () => {
    const hook = await start();
    const authorization = `Bearer ${await server.sign(claims)}`;
    expect(member(jsonBody(await hook.call(post({ authorization }))), 'commands')).toHaveLength(2);
  });

  it.each([{ cid: '0oa1other' }, { aud: 'https://other.example' }, { exp: 1_700_000_000 }])(
    'answers a token with %o with a denial',
    async (changes) => {
      const hook = await start();
      const authorization = `Bearer ${await server.sign({ ...claims, ...changes })}`;
      expect(await hook.call(post({ authorization }))).toMatchObject(denial);
      expect(hook.loads()).toBe(0);
    },
  );

  it('answers with a denial while the keys cannot be had', async () => {
    const hook = await start('http://127.0.0.1:1/keys');
    const authorization = `Bearer ${await server.sign(claims)}`;
    expect(await hook.call(post({ authorization }))).toMatchObject(denial);
    expect(hook.loads()).toBe(0);
  });
});
