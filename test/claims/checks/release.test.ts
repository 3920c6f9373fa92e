import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../lib/claims/check-policy.ts';
import { type ClaimsPolicy, defineClaims } from '../../../lib/claims/policy.ts';
import { checkTarget } from '../../support/check-target.ts';
import { goodPolicy, role } from '../good-policy.ts';

const failsOpen = checkTarget({}, { onFailure: 'issue', realm: 'b' }, 'open');

describe('checkRequired', () => {
  it('takes a required claim where no token is issued when we fail, and an optional one anywhere', () => {
    const required = defineClaims({ ...goodPolicy, claims: { role: { ...role, required: true } } });
    expect(checkPolicy(required, [checkTarget()])).toEqual([]);
    expect(checkPolicy(goodPolicy, [failsOpen])).toEqual([]);
  });

  it('names only the instances that issue tokens all the same', () => {
    const required = defineClaims({
      ...goodPolicy,
      claims: { role: { ...role, required: true }, level: role },
      always: ['role', 'level'],
    });
    expect(checkPolicy(required, [checkTarget(), failsOpen])).toMatchObject([
      { rule: 'required-but-fails-open', claim: 'role', instance: 'open', hook: 'reference/login' },
    ]);
  });
});

describe('checkScopes', () => {
  const releasing = (scope: string) =>
    checkPolicy(defineClaims({ ...goodPolicy, always: [], scopes: { [scope]: ['role'] } }), [checkTarget()]);

  it.each(['order', '!', '#', '~', 'https://api.example.com/read', 'a[b]c'])('takes the scope %s', (scope) => {
    expect(releasing(scope)).toEqual([]);
  });

  it.each(['', 'a b', 'a"b', 'a\\b', 'größe', 'a\n', '\t'])('refuses %j', (scope) => {
    expect(releasing(scope)).toEqual([
      {
        severity: 'error',
        rule: 'scope',
        message: `"${scope}" is no scope (RFC 6749 s.3.3): no IdP can grant it`,
        remedy: 'use visible ASCII characters without spaces, quotes and backslashes',
        link: 'docs/checks.md#scope',
      },
    ]);
  });
});

describe('checkSuppress', () => {
  const unable = checkTarget({ canSuppress: false, canChangeScopes: false });
  it('says nothing of a hook that can do neither where the policy asks for neither', () => {
    expect(checkPolicy(goodPolicy, [unable])).toEqual([]);
  });

  it('takes both at a hook that can', () => {
    const policy: ClaimsPolicy = { ...goodPolicy, suppress: { id_token: ['email'] }, changeScopes: () => ({}) };
    expect(checkPolicy(policy, [checkTarget()])).toEqual([]);
    expect(checkPolicy(policy, [unable]).map(({ remedy }) => remedy)).toEqual([
      'take them out in the configuration of the IdP',
      'grant them in the configuration of the IdP',
    ]);
  });
});

describe('checkPrecedence', () => {
  const steps = ['idp', 'organization', 'group', 'user', 'membership', 'client'] as const;

  it('takes a source by its step alone: its bare name ranks nothing', () => {
    const bare = { ...goodPolicy, precedence: [...steps, 'hr'] } as unknown as ClaimsPolicy;
    expect(checkPolicy(bare, [checkTarget()], ['hr']).map(({ message }) => message)).toEqual([
      '"hr" is neither a kind of item nor a configured source',
      'source "hr" is asked for every token, but has no rank: its answers are not used',
    ]);
  });

  it.each(steps)('says that attributes of "%s" are never used where the step is left out', (step) => {
    const precedence = steps.filter((other) => other !== step);
    expect(checkPolicy({ ...goodPolicy, precedence }, [checkTarget()])).toMatchObject([
      { severity: 'warning', message: `attributes of "${step}" never become claims, because it has no rank` },
    ]);
  });
});
