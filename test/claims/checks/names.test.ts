import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../lib/claims/check-policy.ts';
import { defineClaims } from '../../../lib/claims/policy.ts';
import { checkTarget } from '../../support/check-target.ts';
import { goodPolicy, role } from '../good-policy.ts';

describe('checkDuplicateNames', () => {
  it('takes claims that share a key only with a namespace between them', () => {
    const policy = defineClaims({
      ...goodPolicy,
      claims: { role, level: { ...role, namespace: 'https://c.example/role/' } },
      always: ['role', 'level'],
    });
    expect(checkPolicy(policy, [checkTarget()])).toEqual([]);
  });
});

describe('checkDuplicateNames, where an audience has a namespace of its own', () => {
  const policy = defineClaims({
    ...goodPolicy,
    audienceNamespaces: { api: 'https://api.example/' },
    claims: { 'a/role': role, role: { ...role, namespace: 'https://api.example/a/' } },
    always: ['a/role', 'role'],
  });

  it('finds what collides in a token for that audience only', () => {
    expect(checkPolicy(policy, [checkTarget()])).toMatchObject([
      {
        rule: 'duplicate-name',
        claim: 'role',
        instance: 'login',
        message: '"https://api.example/a/role" is also the name of "a/role"',
      },
    ]);
  });

  it('says nothing of a hook that reaches no access token', () => {
    expect(checkPolicy(policy, [checkTarget({ tokens: ['id_token', 'userinfo'] })])).toEqual([]);
  });

  it('tells of claims that collide everywhere once', () => {
    const everywhere = defineClaims({
      ...goodPolicy,
      audienceNamespaces: { api: 'https://api.example/', stock: 'https://stock.example/' },
      claims: {
        'a/b/c': { ...role, namespace: 'https://x.example/' },
        'b/c': { ...role, namespace: 'https://x.example/a/' },
        c: { ...role, namespace: 'https://x.example/a/b/' },
      },
      always: ['a/b/c', 'b/c', 'c'],
    });
    const message = '"https://x.example/a/b/c" is also the name of "a/b/c"';
    const findings = checkPolicy(everywhere, [checkTarget()]);
    expect(findings).toHaveLength(2);
    expect(findings).toMatchObject([
      { claim: 'b/c', message },
      { claim: 'c', message },
    ]);
  });
});

describe('checkHousekeepingNames', () => {
  it.each(['claims_version', 'claims_epoch', 'claims_status'])('keeps "%s" for ours', (key) => {
    const policy = defineClaims({ ...goodPolicy, claims: { [key]: role }, always: [key] });
    expect(checkPolicy(policy, [checkTarget()])).toMatchObject([
      { rule: 'housekeeping-name', claim: key, message: `"${key}" is the name of a claim about the decision itself` },
    ]);
  });
});

describe('checkReach', () => {
  const person = defineClaims({
    ...goodPolicy,
    claims: { role: { ...role, tokens: ['id_token', 'userinfo'] } },
  });
  const machine = checkTarget({ tokens: ['access_token'] }, {}, 'machine');

  it('names all tokens that a claim asks for in vain', () => {
    expect(checkPolicy(person, [machine])).toMatchObject([
      { severity: 'error', message: 'no hook instance reaches id_token, userinfo: the claim is never issued' },
    ]);
  });

  it('names all tokens that a hook reaches, where another hook issues the claim', () => {
    const access = defineClaims({ ...goodPolicy, claims: { role: { ...role, tokens: ['access_token', 'userinfo'] } } });
    expect(
      checkPolicy(access, [checkTarget({ tokens: ['id_token'] }), checkTarget({}, { realm: 'b' }, 'b')]),
    ).toMatchObject([
      {
        severity: 'info',
        instance: 'login',
        message: 'the hook reaches only id_token, the claim targets access_token, userinfo',
      },
    ]);
    const user = defineClaims({ ...goodPolicy, claims: { role: { ...role, tokens: ['userinfo'] } } });
    expect(
      checkPolicy(user, [checkTarget({ tokens: ['id_token', 'access_token'] }), checkTarget({}, { realm: 'b' }, 'b')]),
    ).toMatchObject([{ message: 'the hook reaches only id_token, access_token, the claim targets userinfo' }]);
  });

  it('says nothing where there is no hook at all', () => {
    expect(checkPolicy(person, [])).toEqual([]);
  });
});

describe('checkSharedClaimsSets', () => {
  const shared = { sharedClaimsSet: ['id_token', 'access_token', 'userinfo'] } as const;
  const forTokens = (...tokens: ('id_token' | 'access_token' | 'userinfo')[]) =>
    defineClaims({ ...goodPolicy, claims: { role: { ...role, tokens } } });

  it('names the tokens that share, and all that the claim leaves out', () => {
    expect(checkPolicy(forTokens('id_token'), [checkTarget(shared)])).toMatchObject([
      {
        rule: 'shared-claims-set',
        message:
          'one set of claims answers for id_token and access_token and userinfo here, and the claim does not target access_token, userinfo: withheld from a request that has both',
      },
    ]);
  });

  it.each([
    ['a claim for all that share', forTokens('id_token', 'userinfo', 'access_token'), checkTarget(shared)],
    [
      'a claim for none that share',
      forTokens('access_token'),
      checkTarget({ sharedClaimsSet: ['id_token', 'userinfo'] }),
    ],
    ['an instance with one of the tokens only', forTokens('id_token'), checkTarget(shared, { tokens: ['id_token'] })],
  ])('takes %s', (_what, policy, target) => expect(checkPolicy(policy, [target])).toEqual([]));
});

describe('checkRetiredNames', () => {
  const retiring = (retiredNames: readonly string[], namespace: string | null, own?: string | null) =>
    checkPolicy(
      {
        ...goodPolicy,
        namespace,
        claims: { role: own === undefined ? role : { ...role, namespace: own } },
        retiredNames,
      },
      [checkTarget()],
    ).map(({ rule, severity, message }) => `${rule} ${severity} ${message}`);
  const inUse = (name: string) =>
    `retired-name warning retiredNames "${name}" is the name of a claim of the policy: it is taken out only where it is not released`;

  it.each<[string, readonly string[], string | null, string | null | undefined]>([
    ['a name that is of nobody else', ['plan', 'x_plan'], null, undefined],
    ['the key of a claim that has a namespace now', ['role'], 'https://c.example/', undefined],
    ['the key of a claim that has a namespace of its own now', ['role'], null, 'https://own.example/'],
    ['a name of ours about the decision that has a namespace now', ['claims_epoch'], 'https://c.example/', undefined],
  ])('takes %s', (_what, names, namespace, own) => expect(retiring(names, namespace, own)).toEqual([]));

  it.each<[string, string, string | null, string | null | undefined]>([
    ['a claim', 'role', null, undefined],
    ['a claim that is plain by itself', 'role', 'https://c.example/', null],
    ['ours about the decision', 'claims_version', null, undefined],
  ])('warns of a name that is in use: of %s', (_what, name, namespace, own) => {
    expect(retiring([name, 'plan'], namespace, own)).toEqual([inUse(name)]);
  });
});
