import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Attributes, ClaimValue } from '../../lib/claims/claim-value.ts';
import type { ClaimSource } from '../../lib/claims/decision.ts';
import { canonicalJson, type MergeRule } from '../../lib/claims/merge.ts';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import { decided, issued, nobody, traceOf } from '../support/decision.ts';

const description = 'For the tests';
/** What a policy's type refuses for a schema of any JSON is tried all the same. */
type Definition = { readonly merge?: MergeRule; readonly default?: ClaimValue; readonly idpAttribute?: string };
const policyOf = (definition: Definition): ClaimsPolicy =>
  ({
    namespace: null,
    claims: { it: { schema: z.json(), description, ...definition } },
    scopes: {},
    always: ['it'],
    unknownSubject: 'defaults',
  }) as ClaimsPolicy;

const has = (it: ClaimValue) => ({ attributes: { it } as Attributes, version: 1 });

/** Lowest first, as the precedence is written: an organization, a group, a user, a membership. */
const holders = (...values: (ClaimValue | undefined)[]): SubjectAttributes => {
  const [organization, group, user, membership] = values.map((value) => (value === undefined ? undefined : has(value)));
  return { ...nobody, organization, user, membership, groups: group ? [{ name: 'g', ...group }] : [] };
};
const organization: ClaimSource = { kind: 'organization', version: 1 };
const group: ClaimSource = { kind: 'group', name: 'g', version: 1 };
const user: ClaimSource = { kind: 'user', version: 1 };
const membership: ClaimSource = { kind: 'membership', version: 1 };
const fallback: ClaimSource = { kind: 'default' };

type Case = readonly [
  what: string,
  rule: MergeRule,
  attributes: SubjectAttributes,
  value: ClaimValue,
  sources: readonly ClaimSource[],
  overrode: readonly ClaimSource[],
];
const cases: readonly Case[] = [
  ['one source alone', 'override', holders(1), 1, [organization], []],
  ['the highest of several', 'override', holders(1, 2, 3), 3, [user], [group, organization]],
  ['the highest, though it is null', 'override', holders(1, undefined, null), null, [user], [organization]],
  ['the highest, though it is false', 'override', holders(true, false), false, [group], [organization]],
  ['a membership rather than the user', 'override', holders(1, 2, 3, 4), 4, [membership], [user, group, organization]],
  ['one number', 'max', holders(undefined, 7), 7, [group], []],
  ['the largest number, from the lowest source', 'max', holders(9, 3, 5), 9, [organization], [user, group]],
  ['the largest number, from the highest source', 'max', holders(3, 5, 9), 9, [user], [group, organization]],
  ['the largest number, from between', 'max', holders(3, 9, 5), 9, [group], [user, organization]],
  ['the largest of negative numbers', 'max', holders(-3, -9), -3, [organization], [group]],
  ['0 rather than less', 'max', holders(0, -1), 0, [organization], [group]],
  ['of equal numbers the highest source', 'max', holders(5, 5, 5), 5, [user], [group, organization]],
  ['the smallest number, from the lowest source', 'min', holders(1, 3, 5), 1, [organization], [user, group]],
  ['the smallest number, from the highest source', 'min', holders(5, 3, 1), 1, [user], [group, organization]],
  ['the smallest number, from between', 'min', holders(5, 1, 3), 1, [group], [user, organization]],
  ['of equal numbers the highest source', 'min', holders(5, 5), 5, [group], [organization]],
  ['the text among numbers, for the schema to refuse', 'max', holders('a', 3, 5), 'a', [organization], [user, group]],
  ['the highest of two texts', 'min', holders('a', 3, 'b'), 'b', [user], [group, organization]],
  ['one array', 'union', holders(['a', 'a']), ['a'], [organization], []],
  ['nothing but empty arrays', 'union', holders([], []), [], [group, organization], []],
  [
    'every element once, those of the highest source first',
    'union',
    holders(['a', 'b'], ['c', 'a'], ['d', 'c']),
    ['d', 'c', 'a', 'b'],
    [user, group, organization],
    [],
  ],
  [
    'elements of several types, of which "1" is not 1',
    'union',
    holders([1, 'true', null], ['1', true]),
    ['1', true, 1, 'true', null],
    [group, organization],
    [],
  ],
  [
    'objects once, whatever the order of their members',
    'union',
    holders([{ a: 1, b: [2] }, { a: 1 }], [{ b: [2], a: 1 }]),
    [{ b: [2], a: 1 }, { a: 1 }],
    [group, organization],
    [],
  ],
  [
    'arrays in two orders as two',
    'union',
    holders([[1, 2]], [[2, 1]]),
    [
      [2, 1],
      [1, 2],
    ],
    [group, organization],
    [],
  ],
  [
    'what is no array, for the schema to refuse',
    'union',
    holders('a', ['b'], ['c']),
    'a',
    [organization],
    [user, group],
  ],
  ['the highest of two that are no arrays', 'union', holders('a', ['b'], 'c'), 'c', [user], [group, organization]],
];

describe('the merge of several sources', () => {
  it.each(cases)('is %s (%s)', (_what, merge, attributes, value, sources, overrode) => {
    const decision = issued(decided(policyOf({ merge }), {}, attributes));
    expect(decision.claims.id_token).toStrictEqual({ it: value });
    expect(traceOf(decision, 'it')).toMatchObject({ outcome: 'released', sources, overrode });
  });

  it('keeps in a union the element of the highest source as it is written there', () => {
    const attributes = holders([{ b: 1, a: 2 }], [{ a: 2, b: 1 }]);
    const { claims } = issued(decided(policyOf({ merge: 'union' }), {}, attributes));
    expect(JSON.stringify(claims.id_token)).toBe('{"it":[{"a":2,"b":1}]}');
  });

  it('goes on to the next source where a source written in JavaScript left a member undefined', () => {
    const user = { attributes: { it: undefined } as unknown as Attributes, version: 1 };
    const decision = issued(decided(policyOf({}), {}, { ...holders('o'), user }));
    expect(decision.claims.id_token).toEqual({ it: 'o' });
    expect(traceOf(decision, 'it')).toMatchObject({ sources: [organization], overrode: [] });
  });

  it('overrides where the policy names no rule', () => {
    expect(issued(decided(policyOf({}), {}, holders(['a'], ['b']))).claims.id_token).toEqual({ it: ['b'] });
  });

  it.each<[string, Definition, SubjectAttributes, ClaimValue, readonly ClaimSource[], readonly ClaimSource[]]>([
    ['stands alone', { default: 1 }, nobody, 1, [fallback], []],
    ['stands alone, though it is null', { default: null }, nobody, null, [fallback], []],
    ['loses against any source', { default: 9 }, holders(1), 1, [organization], [fallback]],
    ['counts for the largest number', { default: 9, merge: 'max' }, holders(1), 9, [fallback], [organization]],
    [
      'is part of a union, last',
      { default: ['d'], merge: 'union' },
      holders(['o']),
      ['o', 'd'],
      [organization, fallback],
      [],
    ],
  ])('a default %s', (_what, definition, attributes, value, sources, overrode) => {
    const decision = issued(decided(policyOf(definition), {}, attributes));
    expect(decision.claims.id_token).toEqual({ it: value });
    expect(traceOf(decision, 'it')).toMatchObject({ sources, overrode });
  });

  it('takes the IdP attribute that the claim maps, and no other', () => {
    const idpAttributes = { 'app_metadata.it': 'mapped', it: 'same name' };
    const mapped = issued(decided(policyOf({ idpAttribute: 'app_metadata.it' }), { idpAttributes }, holders()));
    expect(mapped.claims.id_token).toEqual({ it: 'mapped' });
    expect(traceOf(mapped, 'it')).toMatchObject({ sources: [{ kind: 'idp' }] });
    expect(issued(decided(policyOf({}), { idpAttributes }, holders())).claims.id_token).toEqual({});
    const beaten = issued(decided(policyOf({ idpAttribute: 'app_metadata.it' }), { idpAttributes }, holders('own')));
    expect(traceOf(beaten, 'it')).toMatchObject({ sources: [organization], overrode: [{ kind: 'idp' }] });
  });

  it('does not take what every JavaScript object has for an attribute', () => {
    const policy = defineClaims({
      namespace: null,
      claims: { constructor: { schema: z.json(), idpAttribute: 'toString', description } },
      scopes: {},
      always: ['constructor'],
      unknownSubject: 'defaults',
    });
    const decision = issued(decided(policy, {}, holders('x', 'y', 'z', 'w')));
    expect(traceOf(decision, 'constructor')).toEqual({
      claim: 'constructor',
      token: 'id_token',
      sources: [],
      overrode: [],
      outcome: 'withheld',
      reason: 'no_value',
    });
  });
});

describe('canonicalJson', () => {
  it.each<[ClaimValue, string]>([
    [null, 'null'],
    [true, 'true'],
    [-0.5, '-0.5'],
    ['a"b', '"a\\"b"'],
    [[], '[]'],
    [[2, [1], 'x'], '[2,[1],"x"]'],
    [{}, '{}'],
    [{ b: 1, a: 2, c: 3 }, '{"a":2,"b":1,"c":3}'],
    [{ c: 1, b: 2, a: 3 }, '{"a":3,"b":2,"c":1}'],
    [{ b: 1, B: 2, é: 3, '"': 4 }, '{"\\"":4,"B":2,"b":1,"é":3}'],
    [{ outer: { b: [{ d: 1, c: 2 }], a: null } }, '{"outer":{"a":null,"b":[{"c":2,"d":1}]}}'],
    [{ kept: null, left: undefined }, '{"kept":null}'],
  ])('of %j is %s', (value, text) => expect(canonicalJson(value)).toBe(text));
});
