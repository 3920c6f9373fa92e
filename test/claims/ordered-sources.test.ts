import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ClaimSource } from '../../lib/claims/decision.ts';
import { byGroupPrecedence } from '../../lib/claims/ordered-sources.ts';
import { defineClaims, type PrecedenceStep } from '../../lib/claims/policy.ts';
import type { AttributesItem, GroupAttributes, SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import { decided, issued, nobody, traceOf } from '../support/decision.ts';

/** Each source says who it is, in a union: the claim lists the sources that counted, the strongest first. */
const policy = defineClaims({
  namespace: null,
  claims: {
    who: { schema: z.array(z.string()), merge: 'union', idpAttribute: 'who', description: 'For the tests' },
  },
  scopes: {},
  always: ['who'],
  unknownSubject: 'defaults',
});
const saying = (who: string, more: Partial<AttributesItem> = {}): AttributesItem => ({
  attributes: { who: [who] },
  version: 1,
  ...more,
});
const group = (name: string, precedence?: number, more: Partial<AttributesItem> = {}): GroupAttributes => ({
  name,
  precedence,
  ...saying(name, more),
});
const everybody: SubjectAttributes = {
  user: saying('user'),
  membership: saying('membership'),
  organization: saying('organization'),
  client: saying('client'),
  groups: [group('group')],
  sources: { hr: { attributes: { who: ['hr'] }, version: 'v7' } },
  freshness: 'fresh',
};
const order = (attributes: SubjectAttributes, kind: 'user' | 'client' = 'user', precedence?: PrecedenceStep[]) =>
  issued(
    decided(
      precedence === undefined ? policy : { ...policy, precedence },
      { subject: { kind, id: 'x' }, idpAttributes: { who: ['idp'] } },
      attributes,
    ),
  ).claims.id_token['who'];

describe('the order of sources', () => {
  it('has for people the membership first, then user, groups, organization and IdP, and never the client', () => {
    expect(order(everybody)).toEqual(['membership', 'user', 'group', 'organization', 'idp']);
  });

  it('has for machines the client first, and neither user nor membership', () => {
    expect(order(everybody, 'client')).toEqual(['client', 'group', 'organization', 'idp']);
  });

  it('is the one that the policy sets, where it does; a source that has no rank does not count', () => {
    expect(order(everybody, 'user', ['user', 'source:hr', 'idp', 'group'])).toEqual(['group', 'idp', 'hr', 'user']);
    expect(order(everybody, 'user', ['source:crm', 'source:toString', 'user'])).toEqual(['user']);
  });

  it('leaves out what is deleted, and is not disturbed by what is not', () => {
    const gone = { deleted: true };
    expect(
      order({
        ...everybody,
        membership: saying('membership', gone),
        organization: saying('organization', gone),
        groups: [group('a', 1, gone), group('b', 2, { deleted: false })],
      }),
    ).toEqual(['user', 'b', 'idp']);
    expect(order({ ...nobody, user: saying('user', { deleted: false }) })).toEqual(['user', 'idp']);
  });

  it.each<[string, readonly GroupAttributes[], readonly string[]]>([
    ['by their number, the lowest first', [group('a', 3), group('b', 1), group('c', 2)], ['b', 'c', 'a']],
    ['by their name where they have no number', [group('c'), group('a'), group('b')], ['a', 'b', 'c']],
    ['by their name where their numbers are equal', [group('c', 1), group('a', 1), group('b', 1)], ['a', 'b', 'c']],
    ['those without a number last', [group('a'), group('c', 9999), group('b')], ['c', 'a', 'b']],
    [
      '0 before all others, negative numbers before that',
      [group('a', 1), group('b', 0), group('c', -1)],
      ['c', 'b', 'a'],
    ],
    ['capitals first', [group('b'), group('A'), group('a'), group('B')], ['A', 'B', 'a', 'b']],
  ])('has groups %s', (_what, groups, names) => {
    expect(order({ ...nobody, groups })).toEqual([...names, 'idp']);
    expect(order({ ...nobody, groups: groups.toReversed() })).toEqual([...names, 'idp']);
  });

  it('has no order between a group and itself', () => {
    expect(byGroupPrecedence(group('a'), group('a'))).toBe(0);
    expect(byGroupPrecedence(group('a', 1), group('a', 1))).toBe(0);
  });

  it('is not written into what came from the store', () => {
    const groups = Object.freeze([group('b'), group('a')]);
    expect(order({ ...nobody, groups })).toEqual(['a', 'b', 'idp']);
  });

  it('names each source with its version in the trace', () => {
    const precedence: PrecedenceStep[] = ['idp', 'organization', 'group', 'source:hr', 'user', 'membership'];
    const sources: readonly ClaimSource[] = [
      { kind: 'membership', version: 1 },
      { kind: 'user', version: 1 },
      { kind: 'source', name: 'hr', version: 'v7' },
      { kind: 'group', name: 'group', version: 1 },
      { kind: 'organization', version: 1 },
      { kind: 'idp' },
    ];
    const decision = decided({ ...policy, precedence }, { idpAttributes: { who: ['idp'] } }, everybody);
    expect(traceOf(decision, 'who')).toMatchObject({ sources });
  });
});
