import type { HookLimits, ReservedNames } from '../../lib/token-hook.ts';

/**
 * ZITADEL ignores names of its own prefix silently. It would take the protocol's names, and then writes them over its
 * own: these are ours to refuse.
 */
const reserved: ReservedNames = {
  names: new Set(
    'iss sub aud azp client_id exp iat nbf jti auth_time nonce acr amr act at_hash c_hash sid scope'.split(' '),
  ),
  prefixes: ['urn:zitadel:iam'],
};

/** What both functions have in common. */
export const zitadelLimits = {
  reserved: { id_token: reserved, access_token: reserved, userinfo: reserved },
  names: 'namespaced',
  values: 'json',
  /** None stated; a token of this size would not travel anyway. */
  bytes: 1_000_000,
  appendOnly: true,
  canSuppress: false,
  canChangeScopes: false,
  scopes: 'none',
  /** The target's own `timeout` is the limit: the page says to set 5s. */
  deadlineMs: 4000,
  /** Unless the target says `interruptOnError`, which the page asks for. */
  failsOpen: true,
} as const satisfies Partial<HookLimits>;
