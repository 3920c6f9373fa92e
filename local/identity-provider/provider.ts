import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import Provider, { type ClientMetadata, interactionPolicy } from 'oidc-provider';
import { findAccount } from './accounts.ts';
import { credentialsExchangeEvent } from './action-events.ts';
import type { Action } from './action-sandbox.ts';
import { audienceOf, createGrant, runPostLogin } from './authorization.ts';
import { customClaims, letCustomClaimsThrough } from './custom-claims.ts';
import { type Logins, refuse } from './logins.ts';
import { MemoryAdapter } from './memory-adapter.ts';
import { allProfileClaims, claimsOfScope } from './profile-claims.ts';
import { resourceServers } from './resource-servers.ts';
import type { JwtUserinfo } from './userinfo.ts';

export type ProviderOptions = {
  readonly issuer: string;
  readonly clients: ClientMetadata[];
  readonly signingKey: JWK;
  readonly logins: Logins;
  readonly credentialsExchange: Action;
  readonly userinfo: JwtUserinfo;
};

const { Check, Prompt, base } = interactionPolicy;

/** Login first, then the Action; there is no consent page, and the Action's denial goes back to the application. */
const createPolicy = (logins: Logins) => {
  const login = base().get('login');
  const action = new Check('post_login', 'the post-login Action runs', async (ctx) => {
    await runPostLogin(ctx, logins);
    return Check.NO_NEED_TO_PROMPT;
  });
  return [...(login ? [login] : []), new Prompt({ name: 'consent', requestable: true }, action)];
};

/** oidc-provider, certified by the OpenID Foundation, set up to behave as an Auth0 tenant does where it matters here. */
export const createProvider = (options: ProviderOptions): Provider => {
  const { issuer, clients, signingKey, logins, credentialsExchange, userinfo } = options;

  const machineClaims = async (clientId: string, name: string, audience: string, scope: string | undefined) => {
    const scopes = (scope ?? '').split(' ').filter(Boolean);
    const client = { id: clientId, name };
    const event = credentialsExchangeEvent({ client, audience, grantedScopes: scopes, requestedScopes: scopes });
    const { accessToken, denied } = await credentialsExchange(event);
    if (denied) refuse(denied);
    return accessToken;
  };

  const provider = new Provider(issuer, {
    adapter: MemoryAdapter,
    clients,
    jwks: { keys: [signingKey] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: claimsOfScope,
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    extraParams: ['audience', 'organization'],
    routes: {
      authorization: '/authorize',
      token: '/oauth/token',
      userinfo: '/userinfo',
      jwks: '/.well-known/jwks.json',
    },
    ttl: {
      AccessToken: 3600,
      ClientCredentials: 3600,
      IdToken: 3600,
      Interaction: 3600,
      Session: 86_400,
      Grant: 86_400,
      RefreshToken: 86_400,
    },
    clientBasedCORS: (_ctx, origin) => new URL(origin).hostname === '127.0.0.1',
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx, _client, oneOf) => oneOf ?? audienceOf(ctx) ?? [],
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, audience) => ({
          audience,
          scope: (resourceServers[audience] ?? []).join(' '),
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}`, policy: createPolicy(logins) },
    loadExistingGrant: createGrant,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: false,
    findAccount: (_ctx, sub, token) => {
      const account = findAccount(sub);
      if (!account) return undefined;
      return {
        accountId: sub,
        claims: () => {
          const known = logins.find(token && 'grantId' in token ? String(token.grantId) : '');
          return { ...allProfileClaims(account), [customClaims]: known?.result.idToken };
        },
      };
    },
    extraTokenClaims: async (ctx, token) => {
      if (token.kind === 'ClientCredentials') {
        const { client, resourceServer } = { client: ctx.oidc.client, resourceServer: token.resourceServer };
        const audience = resourceServer?.identifier() ?? '';
        return machineClaims(client?.clientId ?? '', client?.clientName ?? '', audience, token.scope);
      }
      const known = logins.find(token.grantId);
      if (!known) return undefined;
      const refresh = ctx.oidc.params?.['grant_type'] === 'refresh_token';
      const login = { ...known.login, protocol: 'oauth2-refresh-token' as const };
      const { accessToken } = refresh ? await logins.run(token.grantId, login) : known.result;
      if (!token.resourceServer) return undefined;
      userinfo.remember(token.jti, token.grantId);
      return { ...(login.organization ? { org_id: login.organization } : {}), ...accessToken };
    },
  });
  letCustomClaimsThrough(provider);
  return provider;
};
