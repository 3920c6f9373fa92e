import type { HookName } from './functions/hooks.ts';
import type { HookInstances } from './lib/hook-instance.ts';

export default {
  'auth0-login': {
    hook: 'auth0/post-login',
    realm: 'customers',
    proof: { kind: 'standard-webhooks', secret: 'auth0-login', toleranceSeconds: 60 },
    scopes: {
      from: 'requested',
      entitled: { shop: ['order', 'inventory'], 'shop-reports': ['inventory'] },
    },
    groups: 'both',
    onFailure: 'deny',
    mode: 'enforce',
  },
  'auth0-machines': {
    hook: 'auth0/credentials-exchange',
    realm: 'customers',
    proof: { kind: 'standard-webhooks', secret: 'auth0-machines', toleranceSeconds: 60 },
    scopes: { from: 'granted' },
    groups: 'directory',
    onFailure: 'deny',
    mode: 'enforce',
  },
  'cognito-customers': {
    hook: 'cognito/pre-token-generation-v3',
    realm: 'customers-cognito',
    proof: { kind: 'user-pools', userPoolIds: ['eu-central-1_EXAMPLE'] },
    scopes: { from: 'granted' },
    groups: 'both',
    subject: 'sub',
    onFailure: 'deny',
    mode: 'enforce',
  },
} satisfies HookInstances<HookName>;
