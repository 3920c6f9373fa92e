import type { HookLimits, ReservedNames } from '../../lib/token-hook.ts';

/** Which names the caller's IdP refuses, only the caller knows; the registered ones are guarded for every hook. */
const none: ReservedNames = { names: new Set(), prefixes: [] };

/** What both forms have in common. */
export const genericLimits = {
  tokens: ['id_token', 'access_token', 'userinfo'],
  reserved: { id_token: none, access_token: none, userinfo: none },
  names: 'namespaced',
  values: 'json',
  bytes: 100_000,
  appendOnly: false,
  canSuppress: false,
  canChangeScopes: false,
  deadlineMs: 4000,
  failsOpen: false,
} as const satisfies Partial<HookLimits>;
