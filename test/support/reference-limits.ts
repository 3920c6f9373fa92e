import type { HookLimits } from '../../lib/token-hook.ts';

const none = { names: new Set<string>(), prefixes: [] };

/** The limits of an IdP that takes everything: what the vectors mean where they say nothing else. */
export const referenceLimits: HookLimits = {
  tokens: ['id_token', 'access_token', 'userinfo'],
  reserved: { id_token: none, access_token: none, userinfo: none },
  names: 'namespaced',
  values: 'json',
  bytes: 100_000,
  sharedClaimsSet: [],
  appendOnly: false,
  canSuppress: true,
  canChangeScopes: true,
  deadlineMs: 4000,
  failsOpen: false,
};
