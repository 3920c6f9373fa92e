import { describe, expect, it } from 'vitest';
import { safeParse } from 'zod/v4/core';
import { auth0PostLogin } from '../../functions/auth0/post-login.ts';
import type { Issue } from '../../lib/claims/decision.ts';
import { hookBody } from './support/recorded.ts';

const parse = (body: unknown) => {
  const { data, success } = safeParse(auth0PostLogin.event, body);
  if (!success) throw new Error('the event was refused');
  return data;
};
const toRequest = (name: string) => auth0PostLogin.toTokenRequest(parse(hookBody(name)), {});
const accepts = (body: unknown) => safeParse(auth0PostLogin.event, body).success;

describe('auth0/post-login: the token request', () => {
  it('has the subject, the client, the audience and what was requested', () => {
    expect(toRequest('post-login')).toEqual({
      grantType: 'authorization_code',
      subject: { kind: 'user', id: 'auth0|65a4f0c2b7d9e1f0a1b2c3d4' },
      email: undefined,
      client: 'shop',
      scopes: { requested: ['openid', 'profile', 'order'] },
      audiences: ['https://api.example.com'],
      organization: undefined,
      groups: [],
      idpAttributes: { roles: [] },
      tokens: ['id_token', 'userinfo', 'access_token'],
      present: { id_token: {}, access_token: {}, userinfo: {} },
    });
  });

  it('never calls requested scopes granted', () => {
    expect(toRequest('post-login').scopes).not.toHaveProperty('granted');
  });

  it('does not reach the access token without an API audience: it is opaque', () => {
    expect(toRequest('post-login-no-audience')).toMatchObject({ audiences: [], tokens: ['id_token', 'userinfo'] });
  });

  it("does not reach the access token for the tenant's own APIs", () => {
    expect(toRequest('post-login-management-api').tokens).toEqual(['id_token', 'userinfo']);
  });

  it('has no ID token and no userinfo without the scope openid', () => {
    expect(toRequest('post-login-without-openid').tokens).toEqual(['access_token']);
  });

  it('reaches nothing of a SAML assertion', () => {
    expect(toRequest('post-login-saml')).toMatchObject({ grantType: 'samlp', tokens: [] });
  });

  it.each([
    ['post-login-refresh', 'refresh_token'],
    ['post-login-device-code', 'urn:ietf:params:oauth:grant-type:device_code'],
    ['post-login-password', 'password'],
    ['post-login-implicit', 'implicit'],
    ['post-login-no-transaction', 'unknown'],
  ])('knows the grant of %s: %s', (name, grantType) => {
    expect(toRequest(name).grantType).toBe(grantType);
  });

  it('does not take a protocol for a grant by the name of a property that every object has', () => {
    const event = parse({ ...hookBody('post-login'), protocol: 'constructor' });
    expect(auth0PostLogin.toTokenRequest(event, {}).grantType).toBe('constructor');
  });

  it('takes the organization', () => {
    expect(toRequest('post-login-organization').organization).toBe('org_acme');
  });

  it('takes roles as groups and as an attribute', () => {
    expect(toRequest('post-login-roles')).toMatchObject({
      groups: ['support', 'silver-customers'],
      idpAttributes: { roles: ['support', 'silver-customers'] },
    });
    expect(toRequest('post-login-no-authorization')).toMatchObject({ groups: [], idpAttributes: {} });
  });

  it('takes app_metadata by dotted path, and the verified e-mail address', () => {
    expect(toRequest('post-login-app-metadata')).toMatchObject({
      email: 'maria@example.com',
      idpAttributes: {
        'app_metadata.plan': 'gold',
        'app_metadata.address': { city: 'Berlin' },
        'app_metadata.address.city': 'Berlin',
      },
    });
    expect(toRequest('post-login-unverified-email').email).toBeUndefined();
  });

  it('takes null for what is not there, and members that it does not know', () => {
    const body = {
      ...hookBody('post-login'),
      organization: null,
      audience: null,
      roles: null,
      protocol: null,
      more: 1,
    };
    expect(auth0PostLogin.toTokenRequest(parse(body), {})).toMatchObject({ groups: [], audiences: [] });
  });
});

describe('auth0/post-login: what it refuses', () => {
  const body = hookBody('post-login');
  it.each([
    ['another version', { ...body, specVersion: '2' }],
    ['the other trigger', { ...body, trigger: 'credentials-exchange' }],
    ['no user', { ...body, user: undefined }],
    ['an empty user id', { ...body, user: { id: '' } }],
    ['a numeric user id', { ...body, user: { id: 4711 } }],
    ['no client', { ...body, client: {} }],
    ['roles that are not names', { ...body, roles: [1] }],
    ['app_metadata that is a list', { ...body, user: { id: 'a', app_metadata: [] } }],
    ['a list', []],
    ['null', null],
  ])('refuses %s', (_title, junk) => {
    expect(accepts(body)).toBe(true);
    expect(accepts(junk)).toBe(false);
  });
});

describe('auth0/post-login: the reply', () => {
  const decision: Issue = {
    outcome: 'issue',
    claims: { id_token: { 'https://x/a': 1 }, access_token: { 'https://x/b': 2 }, userinfo: { 'https://x/a': 1 } },
    stale: { id_token: [], access_token: [], userinfo: [] },
    suppress: { id_token: [], access_token: [], userinfo: [] },
    scopes: { add: ['a'], remove: ['b'] },
    freshness: 'fresh',
    version: 'v',
    trace: [],
  };

  it('has the claims of each token and the scope changes', () => {
    expect(auth0PostLogin.issue(parse(hookBody('post-login')), decision)).toEqual({
      status: 200,
      body: {
        specVersion: '1',
        outcome: 'issue',
        freshness: 'fresh',
        version: 'v',
        idToken: { claims: { 'https://x/a': 1 } },
        accessToken: { claims: { 'https://x/b': 2 }, addScopes: ['a'], removeScopes: ['b'] },
      },
    });
  });

  it('says that a denial was decided (200), so that the Action does not fall back on its own policy', () => {
    expect(auth0PostLogin.deny({ reason: 'blocked', message: 'No' })).toEqual({
      status: 200,
      body: { specVersion: '1', outcome: 'deny', code: 'invalid_request', message: 'No' },
    });
    expect(auth0PostLogin.deny({ reason: 'failure', message: 'No' })).toMatchObject({
      status: 200,
      body: { code: 'server_error' },
    });
  });

  it('has a status of its own for what says nothing about the subject', () => {
    expect(auth0PostLogin.deny({ reason: 'unverified_caller', message: 'No' }).status).toBe(401);
    expect(auth0PostLogin.deny({ reason: 'invalid_event', message: 'No' }).status).toBe(400);
  });

  it('is "unchanged" in observe mode', () => {
    expect(auth0PostLogin.unchanged(parse(hookBody('post-login')))).toEqual({
      status: 200,
      body: { specVersion: '1', outcome: 'unchanged' },
    });
  });
});
