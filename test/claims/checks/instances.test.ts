import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../lib/claims/check-policy.ts';
import { defineClaims } from '../../../lib/claims/policy.ts';
import { checkTarget } from '../../support/check-target.ts';
import { goodPolicy } from '../good-policy.ts';

describe('checkIdentifiers', () => {
  it.each(['eu-west-1', '0', 'a'])('takes "%s" as the name of an instance and of a realm', (name) => {
    expect(checkPolicy(goodPolicy, [checkTarget({}, { realm: name }, name)])).toEqual([]);
  });

  it.each(['', 'a b', 'A', 'a/b', 'a_b', 'ä', 'a\n'])('refuses "%s" as either', (name) => {
    expect(
      checkPolicy(goodPolicy, [checkTarget({}, { realm: name, proof: { kind: 'user-pools', userPoolIds: [] } }, name)]),
    ).toMatchObject([{ rule: 'instance-name' }, { rule: 'realm' }]);
  });
});

describe('checkScopesRule', () => {
  const policy = defineClaims({ ...goodPolicy, scopes: { order: ['role'] }, always: [] });

  it('shows how to entitle clients where the IdP tells what they request', () => {
    expect(checkPolicy(policy, [checkTarget({ scopes: 'requested' })])).toMatchObject([
      {
        rule: 'scopes-unknown',
        message: 'the IdP sends requested scopes, the instance asks for granted ones: no scope ever counts as granted',
        remedy: expect.stringContaining('entitled'),
      },
    ]);
  });

  it.each(['granted', 'none'] as const)('shows only how to assume scopes where the IdP tells %s', (scopes) => {
    const [found, ...more] = checkPolicy(policy, [
      checkTarget({ scopes }, { scopes: { from: 'requested', entitled: {} } }),
    ]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ rule: 'scopes-unknown', remedy: expect.stringContaining("from: 'assumed'") });
    expect(found?.remedy).not.toContain('entitled');
  });

  it('takes scopes that release something, from clients and assumed', () => {
    const targets = [
      checkTarget({ scopes: 'requested' }, { scopes: { from: 'requested', entitled: { shop: ['order'] } } }),
      checkTarget({ scopes: 'none' }, { realm: 'b', scopes: { from: 'assumed', scopes: ['order'] } }, 'b'),
    ];
    expect(checkPolicy(policy, targets)).toEqual([]);
  });

  it('does not take what every object has for a scope', () => {
    const scopes = { from: 'assumed', scopes: ['constructor', 'order'] } as const;
    expect(checkPolicy(policy, [checkTarget({}, { scopes })])).toMatchObject([{ rule: 'entitlement' }]);
  });
});

describe('checkColdStarts', () => {
  it.each([
    [1000, []],
    [999, ['has 999 ms, which a cold start alone can take']],
  ])('of a hook with %i ms says %j', (deadlineMs, messages) => {
    expect(checkPolicy(goodPolicy, [checkTarget({ deadlineMs })]).map(({ message }) => message)).toEqual(messages);
  });
});
