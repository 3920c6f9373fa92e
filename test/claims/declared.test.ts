import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import { decided, issued, nobody, traceOf } from '../support/decision.ts';
import { referenceLimits } from '../support/reference-limits.ts';

const text = { schema: z.string(), description: 'For the tests' } as const;
const policy = defineClaims({
  namespace: 'https://c.example/',
  claims: { role: text },
  scopes: {},
  always: ['role'],
  unknownSubject: 'defaults',
});
const plainPolicy = { namespace: null, scopes: {}, unknownSubject: 'defaults' } as const;
const holding = (role: ClaimValue): SubjectAttributes => ({ ...nobody, user: { attributes: { role }, version: 1 } });
const known = holding('r');
const reserving = (name: string) => ({ names: new Set([name]), prefixes: [] });

describe('a claim at tokens that share one set of claims', () => {
  const shared = ['id_token', 'userinfo'] as const;
  const reserved = { ...referenceLimits.reserved, userinfo: reserving('https://c.example/role') };

  it('goes into none of them where one reserves its name, and still into the others', () => {
    const decision = issued(decided(policy, {}, known, { sharedClaimsSet: shared, reserved }));
    expect(decision.claims).toEqual({ id_token: {}, access_token: { 'https://c.example/role': 'r' }, userinfo: {} });
    expect(traceOf(decision, 'role', 'id_token')).toEqual({
      claim: 'role',
      token: 'id_token',
      sources: [],
      overrode: [],
      outcome: 'withheld',
      reason: 'reserved_name',
    });
  });

  it('is missing there where it is required', () => {
    const required = defineClaims({ ...policy, claims: { role: { ...text, required: true } } });
    expect(decided(required, {}, known, { sharedClaimsSet: shared, reserved })).toMatchObject({
      outcome: 'deny',
      reason: 'required_claim_missing',
    });
  });

  it('goes into those that the request has', () => {
    const { claims } = issued(decided(policy, { tokens: ['id_token'] }, known, { sharedClaimsSet: shared, reserved }));
    expect(claims).toEqual({ id_token: { 'https://c.example/role': 'r' }, access_token: {}, userinfo: {} });
  });

  it('goes into all that may have it', () => {
    const { claims } = issued(decided(policy, {}, known, { sharedClaimsSet: shared }));
    for (const token of shared) expect(claims[token]).toEqual({ 'https://c.example/role': 'r' });
  });
});

describe('the name of a claim in an access token', () => {
  const namespaces: ClaimsPolicy = {
    ...policy,
    audienceNamespaces: { billing: 'https://billing.example/', stock: 'https://stock.example/' },
  };
  it.each([
    [['billing'], 'https://billing.example/role'],
    [['other', 'stock'], 'https://stock.example/role'],
    // Of several, the one that the policy names first, in whatever order the request has them.
    [['stock', 'billing'], 'https://billing.example/role'],
    [['other'], 'https://c.example/role'],
    [[], 'https://c.example/role'],
  ])('for the audiences %j is %s', (audiences, name) => {
    const { claims } = issued(decided(namespaces, { audiences }, known));
    expect(claims.access_token).toEqual({ [name]: 'r' });
    expect(claims.id_token).toEqual({ 'https://c.example/role': 'r' });
    expect(claims.userinfo).toEqual({ 'https://c.example/role': 'r' });
  });
});

describe("a token for an audience of the IdP's own", () => {
  const plain: ClaimsPolicy = { ...policy, namespace: null };
  const limits: Partial<HookLimits> = { namespacedOnlyAudience: (audience) => audience === 'idp' };

  it('has no plain claim, though it be one of several audiences; other tokens have', () => {
    const decision = issued(decided(plain, { audiences: ['api', 'idp'] }, known, limits));
    expect(decision.claims).toEqual({ id_token: { role: 'r' }, access_token: {}, userinfo: { role: 'r' } });
    expect(traceOf(decision, 'role', 'access_token')).toMatchObject({
      reason: 'forbidden_namespace',
      detail: 'tokens for this audience carry only namespaced claims',
    });
  });

  it('has a claim with a namespace', () => {
    const { claims } = issued(decided(policy, { audiences: ['idp'] }, known, limits));
    expect(claims.access_token).toEqual({ 'https://c.example/role': 'r' });
  });

  it('matters only where it is named', () => {
    const { claims } = issued(decided(plain, { audiences: ['api'] }, known, limits));
    expect(claims.access_token).toEqual({ role: 'r' });
  });
});

describe('the guards, in their documented order', () => {
  const carried = {
    id_token: { sub: 'old', 'https://c.example/role': 'old', role: 'old' },
    access_token: {},
    userinfo: {},
  };
  type Step = readonly [reason: string, policy: Partial<ClaimsPolicy>, value: ClaimValue, limits: Partial<HookLimits>];
  const card = '4111 1111 1111 1111';
  const bad: Partial<ClaimsPolicy> = { namespace: 'https://auth0.com/', limits: { depth: 0, stringLength: 1 } };
  const everything: Partial<HookLimits> = { values: 'string', appendOnly: true };
  it.each<Step>([
    ['invalid_value', { ...bad, claims: { role: { ...text, schema: z.boolean() } } }, card, everything],
    ['forbidden_namespace', bad, 7, everything],
    ['unsupported_type', { ...bad, namespace: 'https://c.example/' }, [card], everything],
    ['sensitive_value', { ...bad, namespace: 'https://c.example/' }, [card], { appendOnly: true }],
    ['too_deep', { ...bad, namespace: 'https://c.example/' }, ['long'], { appendOnly: true }],
    ['too_long', { ...bad, namespace: 'https://c.example/' }, 'long', { appendOnly: true }],
    ['already_present', {}, 'r', { appendOnly: true }],
  ])('say %s first', (reason, changes, value, limits) => {
    const any = { ...policy, claims: { role: { ...text, schema: z.json() } }, ...changes };
    const decision = decided(any, { present: carried }, holding(value), limits);
    expect(traceOf(decision, 'role')).toMatchObject({ outcome: 'withheld', reason });
  });

  it('say why a claim is not appended, and only where it is there', () => {
    const decision = issued(decided(policy, { present: carried }, known, { appendOnly: true }));
    expect(traceOf(decision, 'role')).toMatchObject({
      sources: [{ kind: 'user', version: 1 }],
      detail: 'the IdP does not overwrite a claim',
    });
    expect(decision.claims.access_token).toEqual({ 'https://c.example/role': 'r' });
    expect(issued(decided(policy, { present: carried }, known)).claims.id_token).toEqual({
      'https://c.example/role': 'r',
    });
  });
});

describe('an unknown subject, where the policy says null', () => {
  const nulls = defineClaims({
    ...policy,
    claims: {
      role: { ...text, schema: z.nullable(z.string()), default: 'd' },
      computed: { ...text, value: () => 'c' },
      absent: { ...text, value: () => undefined },
      grouped: text,
      flags: { schema: z.array(z.string()), merge: 'union', default: ['d'], description: 'For the tests' },
    },
    always: ['role', 'computed', 'absent', 'grouped', 'flags'],
    unknownSubject: 'null',
  });
  const groups = [{ name: 'g', attributes: { grouped: 'g', flags: ['f'] }, version: 1 }];

  it('has null for what nothing but a default knows', () => {
    const decision = issued(decided(nulls, {}, { ...nobody, groups }));
    expect(decision.claims.id_token).toEqual({
      'https://c.example/role': null,
      'https://c.example/computed': 'c',
      'https://c.example/absent': null,
      'https://c.example/grouped': 'g',
      'https://c.example/flags': ['f', 'd'],
    });
    expect(traceOf(decision, 'absent')).toMatchObject({ sources: [{ kind: 'default' }], overrode: [] });
    expect(traceOf(decision, 'computed')).toMatchObject({ sources: [{ kind: 'computed' }], overrode: [] });
  });

  it('is not one that is stored without attributes', () => {
    const stored = { ...nobody, user: { attributes: {}, version: 1 } };
    const decision = issued(decided(nulls, {}, stored));
    expect(decision.claims.id_token).toEqual({
      'https://c.example/role': 'd',
      'https://c.example/computed': 'c',
      'https://c.example/flags': ['d'],
    });
    expect(traceOf(decision, 'absent')).toEqual({
      claim: 'absent',
      token: 'id_token',
      sources: [],
      overrode: [],
      outcome: 'withheld',
      reason: 'no_value',
    });
  });
});

describe('a claim with a sensitive name', () => {
  it('is withheld whatever its value, and says so', () => {
    const named = defineClaims({ ...plainPolicy, claims: { api_key: text }, always: ['api_key'] });
    const decision = decided(named, {}, { ...nobody, user: { attributes: { api_key: 'x' }, version: 1 } });
    expect(traceOf(decision, 'api_key')).toMatchObject({ reason: 'sensitive_value', detail: 'sensitive name' });
  });
});

describe('a claim in a policy that releases nothing always', () => {
  it('is released by its scope', () => {
    const scoped = defineClaims({ ...plainPolicy, claims: { role: text }, scopes: { order: ['role'] } });
    expect(issued(decided(scoped, {}, known)).claims.id_token).toEqual({ role: 'r' });
  });
});
