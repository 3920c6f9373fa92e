import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Attributes } from '../../lib/claims/claim-value.ts';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import { decided, issued, nobody, traceOf } from '../support/decision.ts';
import { referenceLimits } from '../support/reference-limits.ts';

const text = { schema: z.string(), description: 'For the tests' } as const;
const closed = defineClaims({
  namespace: 'https://c.example/',
  claims: { role: text },
  scopes: {},
  always: ['role'],
  unknownSubject: 'defaults',
});
const open: ClaimsPolicy = { ...closed, undeclared: 'release' };
const holding = (attributes: Attributes): SubjectAttributes => ({ ...nobody, user: { attributes, version: 1 } });

describe('attributes that no claim declares', () => {
  it.each<[string, ClaimsPolicy]>([
    ['says nothing', closed],
    ['says so', { ...closed, undeclared: 'withhold' }],
  ])('are withheld at every token where the policy %s, and traced by key', (_what, policy) => {
    const decision = issued(
      decided(
        policy,
        { tokens: ['id_token'] },
        { ...holding({ b: 1, role: 'r', a: 2 }), organization: { attributes: { b: 0 }, version: 3 } },
      ),
    );
    expect(decision.claims.id_token).toEqual({ 'https://c.example/role': 'r' });
    expect(decision.trace.filter(({ claim }) => claim === 'role')).toHaveLength(3);
    const undeclared = decision.trace.filter((trace) => trace.claim !== 'role');
    expect(undeclared.map(({ claim, token }) => `${claim} ${token}`)).toEqual([
      'a id_token',
      'a access_token',
      'a userinfo',
      'b id_token',
      'b access_token',
      'b userinfo',
    ]);
    expect(undeclared[3]).toEqual({
      claim: 'b',
      token: 'id_token',
      sources: [{ kind: 'user', version: 1 }],
      overrode: [{ kind: 'organization', version: 3 }],
      outcome: 'withheld',
      reason: 'undeclared',
    });
  });

  it('go into the tokens that there are, where the policy releases them', () => {
    const decision = issued(decided(open, { tokens: ['id_token', 'userinfo'] }, holding({ extra: ['é'] })));
    const claims = { 'https://c.example/extra': ['é'] };
    expect(decision.claims).toEqual({ id_token: claims, access_token: {}, userinfo: claims });
    expect(traceOf(decision, 'extra')).toEqual({
      claim: 'extra',
      token: 'id_token',
      sources: [{ kind: 'user', version: 1 }],
      overrode: [],
      outcome: 'released',
      name: 'https://c.example/extra',
      bytes: Buffer.byteLength('"https://c.example/extra":["é"]'),
    });
    expect(traceOf(decision, 'extra', 'access_token')).toEqual({
      claim: 'extra',
      token: 'access_token',
      sources: [{ kind: 'user', version: 1 }],
      overrode: [],
      outcome: 'withheld',
      reason: 'token_unreachable',
    });
  });

  it('of a deleted source do not count', () => {
    const group = { name: 'g', attributes: { extra: 1 }, version: 1, deleted: true };
    expect(decided(open, {}, { ...nobody, groups: [group] }).trace.map(({ claim }) => claim)).not.toContain('extra');
  });

  it('are released though they are null, false, 0 or empty', () => {
    const attributes = { a: null, b: false, c: 0, d: '', e: [] };
    const { claims } = issued(decided({ ...open, namespace: null }, {}, holding(attributes)));
    expect(claims.id_token).toEqual(attributes);
  });

  it('are the first to go where there is no room, before any declared claim', () => {
    const policy: ClaimsPolicy = { ...open, namespace: null, claims: { role: { ...text, priority: -1_000_000 } } };
    const bytes = '{"role":"r"}'.length;
    const decision = issued(decided(policy, {}, holding({ a: 1, role: 'r' }), { bytes }));
    expect(decision.claims.id_token).toEqual({ role: 'r' });
    expect(traceOf(decision, 'a')).toMatchObject({ reason: 'over_budget' });
  });

  it.each<[string, string, Attributes, Partial<typeof referenceLimits>, Partial<ClaimsPolicy>]>([
    ['reserved_name', 'sub', { sub: 'x' }, {}, { namespace: null }],
    ['forbidden_namespace', 'a', { a: 'x' }, {}, { namespace: 'https://auth0.com/' }],
    ['unsupported_type', 'a', { a: 1 }, { values: 'string' }, {}],
    ['unsupported_type', 'a', { a: null }, { values: 'string' }, {}],
    ['sensitive_value', 'a', { a: '4111 1111 1111 1111' }, {}, {}],
    ['sensitive_value', 'password', { password: 'x' }, {}, {}],
    ['sensitive_value', '078-05-1120', { '078-05-1120': 'x' }, {}, {}],
    ['too_deep', 'a', { a: [[]] }, {}, { limits: { depth: 1 } }],
    ['too_long', 'a', { a: 'xx' }, {}, { limits: { stringLength: 1 } }],
  ])('pass the guards: %s for %s', (reason, key, attributes, limits, policy) => {
    const decision = issued(decided({ ...open, ...policy }, {}, holding(attributes), limits));
    for (const token of ['id_token', 'access_token', 'userinfo'] as const) {
      expect(traceOf(decision, key, token)).toMatchObject({ outcome: 'withheld', reason });
      expect(decision.claims[token]).toEqual({});
    }
  });

  it('cannot pass for a claim, nor for what the token has where nothing is overwritten', () => {
    const present = { id_token: { 'https://c.example/extra': 'old' }, access_token: {}, userinfo: {} };
    const decision = issued(decided(open, { present }, holding({ extra: 'new' }), { appendOnly: true }));
    expect(decision.claims.id_token).toEqual({});
    expect(decision.claims.userinfo).toEqual({ 'https://c.example/extra': 'new' });
    expect(traceOf(decision, 'extra')).toMatchObject({ outcome: 'withheld', reason: 'already_present' });
    expect(issued(decided(open, { present }, holding({ extra: 'new' }))).claims.id_token).toEqual({
      'https://c.example/extra': 'new',
    });
  });

  it('are refused by name only in the tokens that reserve it', () => {
    const reserved = {
      ...referenceLimits.reserved,
      access_token: { names: new Set<string>(), prefixes: ['https://c.example/ex'] },
    };
    const { claims } = issued(decided(open, {}, holding({ extra: 1 }), { reserved }));
    const released = { 'https://c.example/extra': 1 };
    expect(claims).toEqual({ id_token: released, access_token: {}, userinfo: released });
  });
});
