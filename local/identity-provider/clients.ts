import type { ClientMetadata } from 'oidc-provider';

/** Public clients with PKCE; `native`: any port of 127.0.0.1 will do as redirect (RFC 8252 s.7.3). */
const appOf = (id: string, name: string, redirects: readonly string[]): ClientMetadata => ({
  client_id: id,
  client_name: name,
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [...redirects],
});

export const consoleClient = 'console';
export const machineClient = 'stock-sync';

/** The demo's applications: `hooks.config.ts` says which scopes each is entitled to. */
export const createClients = ({ machineSecret, front }: { machineSecret: string; front: string }): ClientMetadata[] => [
  appOf('shop', 'Shop', ['http://127.0.0.1/callback']),
  appOf('shop-reports', 'Shop reports', ['http://127.0.0.1/callback']),
  appOf(consoleClient, 'Claims console', [`${front}/console/`, 'http://127.0.0.1/console/']),
  {
    client_id: machineClient,
    client_secret: machineSecret,
    client_name: 'Stock synchronisation',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  },
];
