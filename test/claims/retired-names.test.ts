import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { compilePolicy } from '../../lib/claims/compile.ts';
import { defineClaims } from '../../lib/claims/policy.ts';
import { retiredNameFault } from '../../lib/claims/retired-names.ts';
import { staleNames } from '../../lib/claims/stale-names.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import { referenceLimits } from '../support/reference-limits.ts';

const policy = defineClaims({
  namespace: null,
  claims: { role: { schema: z.string(), description: 'For the tests' } },
  scopes: {},
  always: ['role'],
  unknownSubject: 'defaults',
  retiredNames: ['plan', 'email', 'sub', 'x_own'],
});
const before = { role: 'old', plan: 'p', email: 'e', sub: 'u1', x_own: 1, other: 1 };
const none = { id_token: {}, access_token: {}, userinfo: {} };

const stale = (limits: Partial<HookLimits> = {}, released = {}) =>
  staleNames(
    compilePolicy(policy, { ...referenceLimits, ...limits }),
    { present: { ...none, id_token: before } },
    { ...none, id_token: released },
  ).id_token;

describe('retired plain names', () => {
  it('that cannot have been ours are told by who has them', () => {
    expect(retiredNameFault('sub', referenceLimits)).toBe('registered by RFC 7519 s.4.1.2');
    expect(retiredNameFault('email', referenceLimits)).toBe('registered by OIDC Core s.5.1');
    expect(retiredNameFault('plan', referenceLimits)).toBeUndefined();
    const reserved = { ...referenceLimits.reserved, userinfo: { names: new Set(['plan']), prefixes: [] } };
    expect(retiredNameFault('plan', { reserved })).toBe('reserved by the IdP');
  });

  it('are taken out like those that the policy still has, and no others', () => {
    expect(stale()).toEqual(['role', 'plan', 'x_own']);
  });

  it('stay where a claim of that name is released', () => {
    expect(stale({}, { plan: 'new' })).toEqual(['role', 'x_own']);
  });

  it.each(['id_token', 'access_token'] as const)(
    'stay where they are the IdP’s own, which a specification or a reserved name of the %s tells',
    (token) => {
      const reserved = { ...referenceLimits.reserved, [token]: { names: new Set(), prefixes: ['x_'] } };
      expect(stale({ reserved })).toEqual(['role', 'plan']);
    },
  );
});
