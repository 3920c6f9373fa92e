import type { FactsByHook } from '../../lib/hook-facts.ts';
import { carriesClaims } from './resource-server.ts';

/** For `claims check`, `claims explain` and the preview. */
export const auth0Facts = {
  'auth0/post-login': {
    proofs: ['standard-webhooks'],
    idpAttributes: ['app_metadata', 'roles'],
    request: {
      grantTypes: [
        'authorization_code',
        'refresh_token',
        'implicit',
        'password',
        'unknown',
        'urn:openid:params:grant-type:ciba',
        'urn:ietf:params:oauth:grant-type:device_code',
        'urn:ietf:params:oauth:grant-type:jwt-bearer',
        'urn:ietf:params:oauth:grant-type:token-exchange',
      ],
      audiences: 'one',
      organization: true,
      groups: true,
      tokens: ({ scopes, audiences: [audience] }) => [
        ...(scopes.length === 0 || scopes.includes('openid') ? (['id_token', 'userinfo'] as const) : []),
        ...(carriesClaims(audience) ? (['access_token'] as const) : []),
      ],
    },
  },
  'auth0/credentials-exchange': {
    proofs: ['standard-webhooks'],
    idpAttributes: [],
    request: {
      grantTypes: ['client_credentials'],
      audiences: 'one',
      organization: true,
      groups: false,
      tokens: ({ audiences: [audience] }) => (carriesClaims(audience) ? ['access_token'] : []),
    },
  },
} as const satisfies FactsByHook;
