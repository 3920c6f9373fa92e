import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import Provider, { interactionPolicy } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { genericSubjectClaims } from '../../functions/generic/subject-claims.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import { Browser } from '../../local/demo/browser.ts';
import { listen, type RunningServer } from '../../local/listen.ts';
import { startHookHttpServer } from '../support/hook-http-server.ts';
import { client, storeOf, user } from '../support/vector.ts';
import { policies } from '../vectors/policies.ts';

const api = 'https://api.example.com';
const callback = 'http://127.0.0.1/callback';
const name = (key: string) => `https://c.example/${key}`;
const key = randomBytes(24).toString('base64url');
const machineSecret = randomBytes(24).toString('base64url');
let hook: RunningServer;
let idp: RunningServer;

/** What an OpenID provider does that can only fetch: anything but 200 is no claims and no token. */
const fetchClaims = async (subject: string, parameters: Record<string, string>): Promise<Record<string, unknown>> => {
  const query = new URLSearchParams(parameters);
  const url = `${hook.url}/claims/${encodeURIComponent(subject)}?${query}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  if (response.status !== 200) throw new Error(`claims: ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
};

beforeAll(async () => {
  const subjectClaims = await httpHookHandler({
    hook: genericSubjectClaims,
    policy: policies.shop,
    instances: {
      provider: {
        hook: 'generic/subject-claims',
        realm: 'main',
        proof: { kind: 'static-header', secret: 'provider', header: 'authorization' },
        scopes: { from: 'granted' },
        groups: 'directory',
        onFailure: 'deny',
        mode: 'enforce',
      },
    },
    overrides: {
      reader: await storeOf([
        user({ user_id: 7, user_role: 'admin', department: 'sales' }, {}, 'acme/ada lovelace?x=%41'),
        user({}, { blocked: true }, 'bruno'),
        client({ company_id: 42 }, {}, 'reports'),
      ]),
      secrets: staticSecrets({ provider: [`Bearer ${key}`] }),
      write: () => undefined,
    },
  });
  hook = await startHookHttpServer({ 'GET /claims/{subject+}': subjectClaims });

  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const server = createServer();
  idp = await listen(server, 0);
  const provider = createProvider(idp.url, { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' });
  const callbackOf = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/login/')) return callbackOf(request, response);
    const { params } = await provider.interactionDetails(request, response);
    const login = { accountId: String(params['login_hint']) };
    return provider.interactionFinished(request, response, { login });
  });
});
afterAll(async () => {
  await idp.close();
  await hook.close();
});

/** No consent page, not even for a native application. */
const onlyLogin = () => {
  const policy = interactionPolicy.base();
  policy.get('consent')?.checks.remove('native_client_prompt');
  return policy;
};

const createProvider = (issuer: string, signingKey: object): Provider =>
  new Provider(issuer, {
    clients: [
      { client_id: 'shop', token_endpoint_auth_method: 'none', redirect_uris: [callback], application_type: 'native' },
      {
        client_id: 'reports',
        client_secret: machineSecret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys: [signingKey] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub', name('user_role'), name('department')] },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => api,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: api,
          scope: 'order inventory',
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    interactions: { url: (_ctx, { uid }) => `/login/${uid}`, policy: onlyLogin() },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? '',
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid');
      grant.addResourceScope(api, 'order inventory');
      await grant.save();
      return grant;
    },
    findAccount: (ctx, sub) => ({
      accountId: sub,
      claims: async (use, scope) => ({
        sub,
        ...(await fetchClaims(sub, {
          scope: `${scope} order`,
          token: use === 'userinfo' ? 'userinfo' : 'id_token',
          client_id: ctx.oidc.client?.clientId ?? '',
        })),
      }),
    }),
    extraTokenClaims: (_ctx, token) => {
      const parameters = { scope: token.scope ?? '', token: 'access_token', audience: api };
      if (token.kind === 'ClientCredentials') {
        return fetchClaims(token.clientId ?? '', { ...parameters, type: 'client' });
      }
      return fetchClaims(token.accountId, { ...parameters, client_id: token.clientId ?? '' });
    },
  });

const post = (body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${idp.url}/token`, { method: 'POST', body: new URLSearchParams(body), headers });

const logIn = async (subject: string) => {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'shop',
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid order inventory',
    resource: api,
    login_hint: subject,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const landed = await new Browser().logIn(new URL(`${idp.url}/auth?${query}`), callback, { sub: subject });
  return post({
    grant_type: 'authorization_code',
    code: landed.searchParams.get('code') ?? '',
    client_id: 'shop',
    redirect_uri: callback,
    code_verifier: verifier,
  });
};

describe('oidc-provider as a client of GET /claims/{subject}', () => {
  it('has the claims of each token in it, for a subject with any characters', async () => {
    const response = await logIn('acme/ada lovelace?x=%41');
    const tokens = (await response.json()) as { readonly access_token: string; readonly id_token: string };
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      sub: 'acme/ada lovelace?x=%41',
      [name('user_id')]: 7,
      [name('user_role')]: 'admin',
    });
    expect(decodeJwt(tokens.access_token)).not.toHaveProperty([name('department')]);
    expect(decodeJwt(tokens.id_token)).toMatchObject({ [name('user_role')]: 'admin', [name('department')]: 'sales' });
  });

  it('gives an unknown person the defaults', async () => {
    const tokens = (await (await logIn('nobody')).json()) as { readonly access_token: string };
    expect(decodeJwt(tokens.access_token)).toMatchObject({ [name('user_role')]: 'customer' });
  });

  it('issues no token to a blocked person', async () => {
    const response = await logIn('bruno');
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.json()).not.toHaveProperty('access_token');
  });

  it('gives a machine the claims of its client', async () => {
    const response = await post(
      { grant_type: 'client_credentials', scope: 'inventory', resource: api },
      { authorization: `Basic ${btoa(`reports:${machineSecret}`)}` },
    );
    const { access_token } = (await response.json()) as { readonly access_token: string };
    expect(decodeJwt(access_token)).toMatchObject({ client_id: 'reports', [name('company_id')]: 42 });
  });
});
