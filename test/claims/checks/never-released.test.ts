import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../lib/claims/check-policy.ts';
import type { CheckTarget } from '../../../lib/claims/checks/finding.ts';
import { type ClaimDefinition, defineClaims } from '../../../lib/claims/policy.ts';
import type { ScopesRule } from '../../../lib/hook-instance.ts';
import type { HookLimits } from '../../../lib/token-hook.ts';
import { checkTarget } from '../../support/check-target.ts';
import { goodPolicy, role } from '../good-policy.ts';

const narrowed = (narrowing: Partial<ClaimDefinition<typeof role.schema>>) =>
  checkPolicy(defineClaims({ ...goodPolicy, claims: { role: { ...role, ...narrowing } } }), [checkTarget()]);

describe('checkNeverReleased', () => {
  it.each(['audiences', 'clients', 'grantTypes'] as const)('finds empty %s, and takes some', (member) => {
    expect(narrowed({ [member]: [] })).toEqual([
      {
        severity: 'error',
        rule: 'never-released',
        claim: 'role',
        message: `has empty \`${member}\`, which no request fits: it is never released`,
        remedy: `remove \`${member}\`, or name some`,
        link: 'docs/checks.md#never-released',
      },
    ]);
    expect(narrowed({ [member]: ['password'] })).toEqual([]);
  });

  it.each([
    'authorization_code',
    'refresh_token',
    'client_credentials',
    'password',
    'implicit',
    'unknown',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'https://idp.example.com/grants/own',
  ])('takes the grant type %s', (grantType) => {
    expect(narrowed({ grantTypes: [grantType] })).toEqual([]);
  });

  it('tells each grant type that there is not, and which there are', () => {
    expect(narrowed({ grantTypes: ['authorisation_code', 'password', 'code'] })).toMatchObject([
      {
        rule: 'never-released',
        severity: 'error',
        message: 'names the grant type "authorisation_code", which there is not',
      },
      {
        message: 'names the grant type "code", which there is not',
        remedy:
          'use authorization_code, refresh_token, client_credentials, password, implicit, unknown, or the URI of an extension',
      },
    ]);
  });

  const scoped = defineClaims({ ...goodPolicy, scopes: { order: ['role'], admin: ['role'] }, always: [] });
  const released = (...rules: readonly (readonly [ScopesRule, HookLimits['scopes']?])[]) =>
    checkPolicy(
      scoped,
      rules.map(([scopes, known], index): CheckTarget => {
        const name = `i${index}`;
        return checkTarget(known === undefined ? {} : { scopes: known }, { scopes, realm: name }, name);
      }),
    ).filter(({ rule }) => rule === 'never-released');
  const nobody = { from: 'requested', entitled: {} } as const;
  const shop = { from: 'requested', entitled: { shop: ['other'], back: ['admin'] } } as const;
  const none = { from: 'assumed', scopes: [] } as const;

  it('finds a claim whose scopes no instance can ever grant', () => {
    expect(released([nobody], [none, 'none'])).toEqual([
      {
        severity: 'warning',
        rule: 'never-released',
        claim: 'role',
        message:
          'is released by no scope but "order", "admin", and no hook instance entitles a client to that, or assumes it: nobody gets it yet',
        remedy: "name the scope in an instance's `scopes` (hooks.config.ts), or release the claim by another one",
        link: 'docs/checks.md#never-released',
      },
    ]);
    expect(released([nobody, 'requested'])).toHaveLength(1);
    expect(released([nobody, 'both'])).toHaveLength(1);
  });

  it.each<readonly [string, readonly (readonly [ScopesRule, HookLimits['scopes']?])[]]>([
    ['one client is entitled to one of them', [[shop]]],
    ['another instance assumes one', [[nobody], [{ from: 'assumed', scopes: ['order'] }]]],
    ['another IdP tells what it grants', [[nobody], [{ from: 'granted' }]]],
    ['the rule does not fit the IdP, which is told by itself', [[nobody, 'granted']]],
    ['the IdP tells no scopes, which is told by itself', [[nobody, 'none']]],
    ['there is no instance', []],
  ])('finds nothing where %s', (_, rules) => {
    expect(released(...rules)).toEqual([]);
  });

  it('looks only at the scopes that release the claim', () => {
    const { always: _none, ...rest } = goodPolicy;
    const policy = defineClaims({
      ...rest,
      claims: { role, level: role },
      scopes: { order: ['role'], shop: ['level'] },
    });
    const targets = [checkTarget({}, { scopes: { from: 'assumed', scopes: ['shop'] } })];
    expect(checkPolicy(policy, targets)).toMatchObject([
      { rule: 'never-released', claim: 'role', message: expect.stringContaining('no scope but "order", and') },
    ]);
  });

  it('finds nothing about claims that are always released, or in no scope at all', () => {
    const targets = [checkTarget({}, { scopes: nobody })];
    expect(checkPolicy(goodPolicy, targets)).toEqual([]);
    expect(checkPolicy({ ...goodPolicy, always: [] }, targets)).toMatchObject([{ rule: 'release' }]);
    const both = defineClaims({ ...goodPolicy, scopes: { order: ['role'] } });
    expect(checkPolicy(both, targets).map(({ rule }) => rule)).not.toContain('never-released');
  });
});
