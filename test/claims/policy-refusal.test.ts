import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import type { DenyReason, WithholdReason } from '../../lib/claims/decision.ts';
import { type ClaimDefinition, type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import type { TokenRequest } from '../../lib/token-request.ts';
import { decided, nobody, traceOf } from '../support/decision.ts';
import { referenceLimits } from '../support/reference-limits.ts';

const namespace = 'https://c.example/';
const holding = (role?: ClaimValue): SubjectAttributes => ({
  ...nobody,
  user: { attributes: role === undefined ? {} : { role }, version: 1 },
});

type Case = {
  readonly reason: WithholdReason;
  readonly definition?: Partial<ClaimDefinition>;
  readonly policy?: Partial<ClaimsPolicy>;
  readonly request?: Partial<TokenRequest>;
  readonly limits?: Partial<HookLimits>;
  readonly value?: ClaimValue;
};
const outcomeOf = (
  { reason, definition, policy, request, limits, value }: Case,
  required: boolean,
  more: Partial<ClaimsPolicy> = {},
): 'issue' | DenyReason => {
  const claims = { role: { schema: z.json(), description: 'For the tests', required, ...definition } };
  const decision = decided(
    { namespace, claims, scopes: {}, always: ['role'], unknownSubject: 'defaults', ...policy, ...more } as ClaimsPolicy,
    request,
    holding(value),
    limits,
  );
  expect(traceOf(decision, 'role')).toMatchObject({ outcome: 'withheld', reason });
  return decision.outcome === 'issue' ? 'issue' : decision.reason;
};
const present = { id_token: { [`${namespace}role`]: 'old' }, access_token: {}, userinfo: {} };
const reserved = { names: new Set([`${namespace}role`]), prefixes: [] };

/** The policy keeps the claim out itself. */
const byRule: readonly Case[] = [
  { reason: 'scope_not_granted', policy: { always: [], scopes: { other: ['role'] } }, value: 'r' },
  { reason: 'token_not_targeted', definition: { tokens: ['access_token'] }, value: 'r' },
  { reason: 'token_unreachable', request: { tokens: ['access_token'] }, value: 'r' },
  { reason: 'audience_not_allowed', definition: { audiences: ['https://other.example'] }, value: 'r' },
  { reason: 'client_not_allowed', definition: { clients: ['other'] }, value: 'r' },
  { reason: 'grant_not_allowed', definition: { grantTypes: ['password'] }, value: 'r' },
];

/** A guard keeps it out. */
const byGuard: readonly Case[] = [
  { reason: 'invalid_value', definition: { schema: z.string() }, value: 7 },
  { reason: 'reserved_name', limits: { reserved: { ...referenceLimits.reserved, id_token: reserved } }, value: 'r' },
  { reason: 'forbidden_namespace', policy: { namespace: 'https://auth0.com/' }, value: 'r' },
  { reason: 'unsupported_type', limits: { values: 'string' }, value: 7 },
  { reason: 'sensitive_value', value: '4111 1111 1111 1111' },
  { reason: 'too_deep', policy: { limits: { depth: 0 } }, value: ['r'] },
  { reason: 'too_long', policy: { limits: { stringLength: 1 } }, value: 'long' },
  { reason: 'already_present', request: { present }, limits: { appendOnly: true }, value: 'r' },
];

const noValue: Case = { reason: 'no_value' };
const overBudget: Case = { reason: 'over_budget', limits: { bytes: 10 }, value: 'r' };

describe('a claim that the policy keeps out', () => {
  it.each(byRule.map((example) => [example.reason, example] as const))(
    'by %s is neither refused nor missing',
    (_reason, example) => {
      expect(outcomeOf(example, true, { onRefused: 'deny', budget: { size: 9999, onExceeded: 'deny' } })).toBe('issue');
    },
  );

  it('as undeclared is not refused', () => {
    const policy = defineClaims({
      namespace,
      claims: {},
      scopes: {},
      unknownSubject: 'defaults',
      onRefused: 'deny',
    });
    expect(decided(policy, {}, holding('r'))).toMatchObject({ outcome: 'issue' });
    // Released by the policy, it is refused as any other.
    const released: ClaimsPolicy = { ...policy, undeclared: 'release' };
    expect(decided(released, {}, holding('r'))).toMatchObject({ outcome: 'issue' });
    expect(decided(released, {}, holding('4111 1111 1111 1111'))).toMatchObject({ reason: 'claim_refused' });
  });
});

describe('a claim that a guard refuses', () => {
  it.each(byGuard.map((example) => [example.reason, example] as const))(
    'as %s is withheld, or means no token: by `onRefused`, or because it is required',
    (_reason, example) => {
      expect(outcomeOf(example, false)).toBe('issue');
      expect(outcomeOf(example, false, { onRefused: 'withhold' })).toBe('issue');
      expect(outcomeOf(example, false, { onRefused: 'deny' })).toBe('claim_refused');
      expect(outcomeOf(example, true)).toBe('required_claim_missing');
      expect(outcomeOf(example, true, { onRefused: 'deny' })).toBe('required_claim_missing');
    },
  );
});

describe('a claim without a value', () => {
  it('is not refused, and missing where it is required', () => {
    expect(outcomeOf(noValue, false, { onRefused: 'deny' })).toBe('issue');
    expect(outcomeOf(noValue, true)).toBe('required_claim_missing');
  });

  it('that is null is missing where it is required', () => {
    const claims = { role: { schema: z.json(), description: 'For the tests' } };
    const policy = defineClaims({ namespace, claims, scopes: {}, always: ['role'], unknownSubject: 'defaults' });
    expect(decided(policy, {}, holding(null))).toMatchObject({ outcome: 'issue' });
    const required = defineClaims({ ...policy, claims: { role: { ...claims.role, required: true } } });
    expect(decided(required, {}, holding(null))).toMatchObject({ reason: 'required_claim_missing' });
    expect(decided(required, {}, holding(false))).toMatchObject({ outcome: 'issue' });
  });
});

describe('a claim that is over budget', () => {
  it('is dropped unless the budget says otherwise, whatever is said of refused ones', () => {
    expect(outcomeOf(overBudget, false)).toBe('issue');
    expect(outcomeOf(overBudget, false, { onRefused: 'deny' })).toBe('issue');
    expect(outcomeOf(overBudget, false, { budget: { size: 10, onExceeded: 'drop' } })).toBe('issue');
    expect(outcomeOf(overBudget, false, { budget: { size: 10, onExceeded: 'deny' } })).toBe('over_budget');
    expect(outcomeOf(overBudget, true)).toBe('required_claim_missing');
  });
});
