import { describe, expect, it } from 'vitest';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { AttributesItem, SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import { decided, nobody } from '../support/decision.ts';

const policy: ClaimsPolicy = { namespace: null, claims: {}, scopes: {}, unknownSubject: 'defaults' };
const denying: ClaimsPolicy = { ...policy, unknownSubject: 'deny' };
const outcome = (kind: 'user' | 'client', attributes: Partial<SubjectAttributes>, of = policy): string => {
  const decision = decided(of, { subject: { kind, id: 'x' } }, { ...nobody, ...attributes });
  return decision.outcome === 'deny' ? decision.reason : decision.outcome;
};
const plain: AttributesItem = { attributes: {}, version: 1 };
const blocked: AttributesItem = { ...plain, blocked: true };
const deleted: AttributesItem = { ...plain, deleted: true };

describe('who is denied', () => {
  it.each<[item: 'user' | 'membership' | 'organization' | 'client', person: string, machine: string]>([
    ['user', 'blocked', 'issue'],
    ['membership', 'blocked', 'issue'],
    ['organization', 'blocked', 'blocked'],
    ['client', 'blocked', 'blocked'],
  ])('with a blocked %s: people %s, machines %s', (item, person, machine) => {
    expect(outcome('user', { [item]: blocked })).toBe(person);
    expect(outcome('client', { [item]: blocked })).toBe(machine);
    expect(outcome('user', { [item]: { ...plain, blocked: false } })).toBe('issue');
  });

  it.each<[item: 'user' | 'membership' | 'organization' | 'client', person: string, machine: string]>([
    ['user', 'deleted', 'issue'],
    ['membership', 'issue', 'issue'],
    ['organization', 'issue', 'issue'],
    ['client', 'deleted', 'deleted'],
  ])('with a deleted %s: people %s, machines %s', (item, person, machine) => {
    expect(outcome('user', { [item]: deleted })).toBe(person);
    expect(outcome('client', { [item]: deleted })).toBe(machine);
    expect(outcome('user', { [item]: { ...plain, deleted: false } })).toBe('issue');
  });

  it('is told of a block before a deletion, whichever item has it', () => {
    expect(outcome('user', { user: deleted, organization: blocked })).toBe('blocked');
    expect(outcome('user', { user: { ...blocked, deleted: true } })).toBe('blocked');
  });

  it.each<['user' | 'client', Partial<SubjectAttributes>, string]>([
    ['user', {}, 'unknown_subject'],
    ['user', { client: plain, membership: plain, organization: plain }, 'unknown_subject'],
    ['user', { user: plain }, 'issue'],
    ['user', { user: deleted }, 'deleted'],
    ['client', {}, 'unknown_subject'],
    ['client', { user: plain }, 'unknown_subject'],
    ['client', { client: plain }, 'issue'],
  ])('is an unknown %s, where the policy says so and the store has %j: %s', (kind, attributes, expected) => {
    expect(outcome(kind, attributes, denying)).toBe(expected);
  });

  it.each(['defaults', 'null', 'create'] as const)('is nobody unknown under "%s"', (unknownSubject) => {
    expect(outcome('user', {}, { ...policy, unknownSubject })).toBe('issue');
  });
});
