import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../../local/demo/browser.ts';
import { createRelyingParty } from '../../local/demo/log-in.ts';
import { startIdentityProvider } from '../../local/identity-provider/start-identity-provider.ts';
import type { RunningServer } from '../../local/listen.ts';
import { freePorts } from '../../local/ports.ts';
import { startStubHook } from '../auth0/support/stub-hook.ts';

const api = 'https://api.example.com';
const callback = 'http://127.0.0.1/callback';
const machineSecret = 'a-machine-secret-of-the-test';
let hook: Awaited<ReturnType<typeof startStubHook>>;
let provider: RunningServer;
let secrets: Record<string, string>;

beforeAll(async () => {
  hook = await startStubHook();
  const current = () => ({ CLAIMS_URL: hook.url, CLAIMS_SECRET: `whsec_${btoa('k'.repeat(32))}`, ...secrets });
  provider = await startIdentityProvider({
    port: (await freePorts())['idp-port'],
    front: 'http://127.0.0.1:3000',
    machineSecret,
    secrets: { postLogin: current, credentialsExchange: current },
    askedClaims: (id, scopes, audience) => [
      { claim: 'user_role', description: `What <${id}> may do`, tokens: [...scopes, audience] },
    ],
    log: () => undefined,
  });
});
afterAll(async () => {
  await provider.close();
  await hook.close();
});

const issue = (scopes: object = { addScopes: [], removeScopes: [] }) => ({
  specVersion: '1',
  outcome: 'issue',
  idToken: { claims: { 'https://x/id': 1, plain: true, roles: ['dropped'] } },
  accessToken: { claims: { 'https://x/access': 2, sub: 'dropped' }, ...scopes },
});
beforeEach(() => {
  secrets = {};
  hook.received.length = 0;
  hook.answer(200, issue());
});

const party = () => createRelyingParty(new URL(provider.url));
const maria = { client: 'shop', sub: 'auth0|maria', audience: api, scope: 'openid order' };
const sent = () => hook.received.map(({ body }) => JSON.parse(body));

describe('the local identity provider', () => {
  it('runs the post-login Action once for a login, and again for a refresh', async () => {
    const login = await party().logIn(maria);
    if (!login.issued || !login.refreshToken) throw new Error('no refresh token');
    expect(sent().map(({ protocol }) => protocol)).toEqual(['oidc-basic-profile']);
    await party().refresh(maria, login.refreshToken);
    expect(sent().map(({ protocol }) => protocol)).toEqual(['oidc-basic-profile', 'oauth2-refresh-token']);
  });

  it('puts what the Action sets into the token that it names, and drops what Auth0 reserves', async () => {
    const login = await party().logIn(maria);
    if (!login.issued) throw new Error('no token');
    expect(login.idToken).toMatchObject({ 'https://x/id': 1, plain: true, sub: 'auth0|maria' });
    expect(login.accessToken).toMatchObject({ 'https://x/access': 2, sub: 'auth0|maria' });
    expect(login.userinfo).toEqual({ 'https://x/id': 1, plain: true, sub: 'auth0|maria' });
    expect(login.idToken).not.toHaveProperty('roles');
    expect(login.accessToken).not.toHaveProperty('https://x/id');
  });

  it('issues an opaque access token without an audience; the claims of the ID token show at userinfo', async () => {
    const config = await client.discovery(new URL(provider.url), 'shop', undefined, client.None(), {
      execute: [client.allowInsecureRequests],
    });
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid email',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const answer = await new Browser().logIn(url, callback, { sub: 'auth0|maria' });
    const tokens = await client.authorizationCodeGrant(config, answer, { pkceCodeVerifier });
    expect(() => decodeJwt(tokens.access_token)).toThrow();
    expect(sent()).toEqual([expect.not.objectContaining({ audience: expect.anything() })]);
    expect(await client.fetchUserInfo(config, tokens.access_token, 'auth0|maria')).toEqual({
      sub: 'auth0|maria',
      email: 'maria@example.com',
      email_verified: true,
      'https://x/id': 1,
      plain: true,
    });
  });

  it('adds and removes scopes as the Action says', async () => {
    hook.answer(200, issue({ addScopes: ['inventory'], removeScopes: ['order'] }));
    const login = await party().logIn(maria);
    expect(login.issued && login.accessToken['scope']).toBe('inventory');
  });

  it('sends a denial back to the application, at login and at refresh', async () => {
    const login = await party().logIn(maria);
    if (!login.issued || !login.refreshToken) throw new Error('no refresh token');
    hook.answer(200, { specVersion: '1', outcome: 'deny', code: 'invalid_request', message: 'No (ref 1)' });
    const refused = { issued: false, error: 'access_denied', description: 'No (ref 1)' };
    expect(await party().logIn(maria)).toEqual(refused);
    expect(await party().refresh(maria, login.refreshToken)).toEqual(refused);
    expect(await party().clientCredentials({ ...maria, client: 'stock-sync' }, machineSecret)).toEqual(refused);
  });

  it('denies or issues degraded tokens while the hook is down, as the secret ON_FAILURE says', async () => {
    hook.answer(503, '');
    expect(await party().logIn(maria)).toMatchObject({ issued: false, error: 'access_denied' });
    secrets = { ON_FAILURE: 'issue', STATUS_CLAIM: 'https://x/claims_status' };
    const login = await party().logIn(maria);
    expect(login.issued && login.idToken).toMatchObject({ 'https://x/claims_status': 'degraded' });
    expect(login.issued && login.accessToken).toMatchObject({ 'https://x/claims_status': 'degraded' });
    expect(login.issued && login.accessToken).not.toHaveProperty('https://x/access');
  });

  it('tells the credentials-exchange Action what was granted', async () => {
    const machine = await party().clientCredentials(
      { client: 'stock-sync', audience: api, scope: 'inventory' },
      machineSecret,
    );
    expect(sent()).toMatchObject([{ trigger: 'credentials-exchange', grantedScopes: ['inventory'], audience: api }]);
    expect(machine.issued && machine.accessToken).toMatchObject({ 'https://x/access': 2, sub: 'stock-sync' });
  });

  it('shows what the application would learn, and refuses who cancels or is none of the choices', async () => {
    const url = new URL(`${provider.url}/authorize`);
    url.search = new URLSearchParams({
      client_id: 'shop',
      response_type: 'code',
      redirect_uri: callback,
      scope: 'openid order',
      audience: api,
      code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
    }).toString();
    const { headers } = await fetch(url, { redirect: 'manual' });
    const interaction = new URL(headers.get('location') ?? '', provider.url);
    const cookie = headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const html = await (await fetch(interaction, { headers: { cookie } })).text();
    expect(html).toContain('It asks for: openid order.');
    expect(html).toContain(
      '<dt>user_role</dt><dd>What &#60;shop&#62; may do <small>openid, order, https://api.example.com</small>',
    );
    expect(html).not.toContain('Ada Admin');
    for (const choice of [{ sub: '' }, { sub: 'operator|ada' }, { sub: 'auth0|maria', organization: 'org_acme' }]) {
      const answer = await new Browser().logIn(url, callback, choice);
      expect(answer.searchParams.get('error')).toBe('access_denied');
    }
  });

  it('refuses a forged token at userinfo', async () => {
    const login = await party().logIn(maria);
    if (!login.issued) throw new Error('no token');
    const forged = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(login.accessToken))}.x`.replaceAll('=', '');
    const response = await fetch(`${provider.url}/userinfo`, { headers: { authorization: `Bearer ${forged}` } });
    expect(response.status).toBe(401);
  });

  it('listens on 127.0.0.1 only', () => {
    expect(provider.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
