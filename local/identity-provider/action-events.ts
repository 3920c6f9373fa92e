import type { Account } from './accounts.ts';

/** What the local identity provider knows at a login or a refresh. */
export type Login = {
  readonly account: Account;
  readonly client: { readonly id: string; readonly name: string };
  readonly audience?: string | undefined;
  readonly organization?: string | undefined;
  readonly requestedScopes: readonly string[];
  readonly protocol: 'oidc-basic-profile' | 'oauth2-refresh-token';
};

const tenant = { id: 'local' };
const request = { body: {}, geoip: {}, ip: '127.0.0.1', method: 'GET', query: {} };

/**
 * The `event` of post-login, with the members that Auth0 always has and the optional ones that apply.
 * @see https://auth0.com/docs/actions/reference/post-login/post-login-event-object
 */
export const postLoginEvent = ({
  account,
  client,
  audience,
  organization,
  requestedScopes,
  protocol,
}: Login): object => ({
  authorization: { roles: account.roles ?? [] },
  client: { client_id: client.id, name: client.name, metadata: {} },
  connection: { id: 'con_local', name: 'local', strategy: 'auth0' },
  ...(organization ? { organization: { id: organization, name: organization.replace('org_', ''), metadata: {} } } : {}),
  request,
  ...(audience ? { resource_server: { identifier: audience } } : {}),
  stats: { logins_count: 1 },
  tenant,
  transaction: { protocol, requested_scopes: requestedScopes, acr_values: [], locale: 'en' },
  user: {
    user_id: account.sub,
    name: account.name,
    email: account.email,
    email_verified: true,
    app_metadata: {},
    user_metadata: {},
    identities: [],
  },
});

/** @see https://auth0.com/docs/actions/reference/credentials-exchange/credentials-exchange-event-object */
export const credentialsExchangeEvent = (exchange: {
  readonly client: { readonly id: string; readonly name: string };
  readonly audience: string;
  readonly grantedScopes: readonly string[];
  readonly requestedScopes: readonly string[];
}): object => ({
  accessToken: { customClaims: {}, scope: exchange.grantedScopes },
  client: { client_id: exchange.client.id, name: exchange.client.name, metadata: {} },
  request,
  resource_server: { identifier: exchange.audience },
  tenant,
  transaction: { requested_scopes: exchange.requestedScopes },
});
