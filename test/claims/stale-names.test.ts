import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import { decided, issued } from '../support/decision.ts';

const text = { schema: z.string(), description: 'For the tests' } as const;
const policy = defineClaims({
  namespace: null,
  claims: { role: text, own: { ...text, namespace: 'https://own.example/' }, none: { ...text, namespace: null } },
  scopes: {},
  always: ['role', 'own', 'none'],
  unknownSubject: 'defaults',
});
const before = {
  role: 'r',
  nullable: 1,
  undefined: 2,
  'undefined-behaviour': 3,
  other: 4,
  'https://own.example/gone': 5,
  'https://owner.example/x': 6,
  claims_status: 'stale',
  claims_epoch: 7,
};
const stale = (of: ClaimsPolicy) =>
  issued(decided(of, { present: { id_token: before, access_token: {}, userinfo: {} } })).stale.id_token;

describe('the names of ours that a token carries from an earlier time', () => {
  it.each<[string, ClaimsPolicy]>([
    ['no namespace', policy],
    ['an empty namespace', { ...policy, namespace: '' }],
    ['an empty retired namespace', { ...policy, retiredNamespaces: [''] }],
    ['an empty namespace of an audience', { ...policy, audienceNamespaces: { api: '' } }],
  ])('with %s are those of declared claims and of ours about the decision, and no others', (_what, of) => {
    expect(stale(of)).toEqual(['role', 'https://own.example/gone', 'claims_status']);
  });

  it('are those about the decision only as far as the policy releases them', () => {
    expect(stale({ ...policy, housekeeping: { status: false } })).toEqual(['role', 'https://own.example/gone']);
    const again = stale({ ...policy, housekeeping: { epoch: true, status: true } });
    expect(again).toEqual(['role', 'https://own.example/gone', 'claims_status']);
  });
});
