import { describe, expect, it } from 'vitest';
import { claimName } from '../../lib/claims/claim-name.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import { referenceLimits } from '../support/reference-limits.ts';

const named = (key: string, namespace: string | null, limits: Partial<HookLimits> = {}) =>
  claimName(key, namespace, 'access_token', { ...referenceLimits, ...limits });
const reserving = (...names: string[]) => ({
  ...referenceLimits.reserved,
  access_token: { names: new Set(names), prefixes: [] },
});

describe('claimName', () => {
  it.each<[key: string, namespace: string | null, name: string, namespaced: boolean]>([
    ['role', 'https://c.example/', 'https://c.example/role', true],
    ['role', null, 'role', false],
    ['role', '', 'role', false],
    ['a"b\\', null, 'a"b\\', false],
    ['größe', 'https://c.example/#', 'https://c.example/#größe', true],
  ])('of %j under %j is %j', (key, namespace, name, namespaced) => {
    expect(named(key, namespace)).toEqual({
      name,
      namespaced,
      bytes: Buffer.byteLength(`${JSON.stringify(name)}:`),
      refusal: undefined,
    });
  });

  it('has no namespace where the admin maps names, though it be a forbidden one', () => {
    expect(named('role', 'https://auth0.com/', { names: 'plain' })).toEqual({
      name: 'role',
      namespaced: false,
      bytes: '"role":'.length,
      refusal: undefined,
    });
  });

  it.each<[key: string, limits: Partial<HookLimits>, detail: string | undefined]>([
    ['email', {}, 'registered by OIDC Core s.5.1'],
    ['email', { profileClaims: false }, 'registered by OIDC Core s.5.1'],
    ['email', { profileClaims: true }, undefined],
    ['email', { names: 'plain' }, undefined],
    ['sub', { profileClaims: true, names: 'plain' }, 'registered by RFC 7519 s.4.1.2'],
    ['sub', { reserved: reserving('sub') }, 'registered by RFC 7519 s.4.1.2'],
    ['tier', { reserved: reserving('tier') }, 'reserved by the IdP'],
    ['tier', { reserved: reserving('tier'), names: 'plain' }, 'reserved by the IdP'],
    ['tier', { reserved: { ...reserving(), id_token: { names: new Set(['tier']), prefixes: ['t'] } } }, undefined],
  ])('refuses %s as it is, at a hook with %j: %s', (key, limits, detail) => {
    expect(named(key, null, limits).refusal).toEqual(
      detail === undefined ? undefined : { reason: 'reserved_name', detail },
    );
  });

  it('refuses a namespace that is none, after a name that is reserved', () => {
    expect(named('sub', 'nowhere').refusal).toEqual({
      reason: 'forbidden_namespace',
      detail: 'namespace is not a URL',
    });
    expect(named('x', 'nowhere', { reserved: reserving('nowherex') }).refusal).toEqual({
      reason: 'reserved_name',
      detail: 'reserved by the IdP',
    });
  });
});
