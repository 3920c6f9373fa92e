import type { HookLimits, ReservedNames } from '../../lib/token-hook.ts';

/**
 * What Authgear sets itself. The answer replaces the whole payload, so Authgear would sign whatever stands there: these
 * go back as they came.
 * @see https://github.com/authgear/authgear-server/blob/main/docs/specs/event.md
 */
const reserved: ReservedNames = {
  names: new Set([
    'iss',
    'sub',
    'aud',
    'exp',
    'iat',
    'nbf',
    'jti',
    'client_id',
    'scope',
    'sid',
    'nonce',
    'auth_time',
    'acr',
    'amr',
    'azp',
    'at_hash',
    'c_hash',
    'ds_hash',
    'device_id',
  ]),
  prefixes: ['https://authgear.com/claims/'],
};

/** What both events have in common. */
export const authgearLimits = {
  reserved: { id_token: reserved, access_token: reserved, userinfo: reserved },
  scopes: 'none',
  names: 'namespaced',
  values: 'json',
  /** Authgear states no limit; tokens go into headers, and servers take some 8 KB of those. */
  bytes: 100_000,
  sharedClaimsSet: [],
  appendOnly: false,
  canSuppress: true,
  canChangeScopes: false,
  /** Authgear waits 5 s for one hook and 10 s for all of them. */
  deadlineMs: 4000,
  failsOpen: false,
} as const satisfies Partial<HookLimits>;
