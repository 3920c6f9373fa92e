import type { HookInstance, ScopesRule } from './hook-instance.ts';
import type { IncomingTokenRequest, TokenRequest } from './token-request.ts';

/** Sorted by code unit, because these are sets: in whatever order an IdP names them, the decision is the same. */
const setOf = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** An IdP that says nothing about scopes has granted none. */
const grantedScopes = (
  rule: ScopesRule,
  { granted = [], requested = [] }: IncomingTokenRequest['scopes'],
  client: string,
): readonly string[] => {
  switch (rule.from) {
    case 'granted':
      return granted;
    case 'requested': {
      const entitled = new Set(Object.hasOwn(rule.entitled, client) ? rule.entitled[client] : []);
      return requested.filter((scope) => entitled.has(scope));
    }
    case 'assumed':
      return rule.scopes;
  }
};

/**
 * Completes what a hook read out of its IdP's event with what only the verified caller's instance says: the realm, which
 * scopes count as granted, whether the event's groups count, and which tokens its admin has set up. Pure.
 */
export const toTokenRequest = (incoming: IncomingTokenRequest, instance: HookInstance): TokenRequest => ({
  ...incoming,
  realm: instance.realm,
  audiences: setOf(incoming.audiences),
  scopes: {
    granted: setOf(grantedScopes(instance.scopes, incoming.scopes, incoming.client)),
    requested: setOf(incoming.scopes.requested ?? incoming.scopes.granted ?? []),
  },
  // The same name may be typed in composed or decomposed form; stored names are NFC, so these must be too.
  groups:
    instance.groups === 'directory'
      ? []
      : setOf(incoming.groups.filter((name) => name !== '').map((name) => name.normalize('NFC'))),
  tokens: incoming.tokens.filter((token) => instance.tokens?.includes(token) ?? true),
});
