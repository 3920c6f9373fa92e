import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { policyFingerprint } from '../../lib/claims/fingerprint.ts';
import { type ClaimSchema, type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import type { TokenRequest } from '../../lib/token-request.ts';
import { decided, nobody } from '../support/decision.ts';

const description = 'For the tests';
const policyWith = (schemas: Readonly<Record<string, unknown>>): ClaimsPolicy => ({
  namespace: null,
  claims: Object.fromEntries(
    Object.entries(schemas).map(([key, schema]) => [key, { schema: schema as ClaimSchema, description }]),
  ),
  scopes: {},
  always: Object.keys(schemas),
  unknownSubject: 'defaults',
});
const ofSchema = (schema: unknown): string => policyFingerprint(policyWith({ any: schema }));
const tree = (leaf: z.ZodMiniType): z.ZodMiniType => {
  const node = z.object({
    leaf,
    get children() {
      return z.array(node);
    },
  });
  return node;
};
const allowed = (...values: string[]) => z.string().check(z.refine(() => true, { params: { of: new Set(values) } }));
const limit = (value: number) => z.string().check(z.refine((text) => text.length < value));

describe('the fingerprint of a policy', () => {
  it('stays the same when a lazy schema has been used', () => {
    const schema = z.record(z.string(), z.json());
    const before = ofSchema(schema);
    z.parse(schema, { nested: [1, 'two'] });
    expect(ofSchema(schema)).toBe(before);
  });

  it.each<[string, () => unknown]>([
    ['a text', () => z.string()],
    ['a bounded text', () => z.string().check(z.maxLength(3))],
    ['a pattern', () => z.string().check(z.regex(/^a/))],
    ['a big integer', () => z.literal(1n)],
    ['a set', () => allowed('a')],
    ['a schema that holds itself', () => tree(z.string())],
  ])('is the same for %s that is declared the same', (_what, make) => {
    expect(ofSchema(make())).toBe(ofSchema(make()));
    expect(ofSchema(make())).toMatch(/^[\w-]{22}$/);
  });

  it.each<[string, unknown, unknown]>([
    ['the type', z.int(), z.number()],
    ['a bound', z.string().check(z.maxLength(3)), z.string().check(z.maxLength(4))],
    ['a pattern', z.string().check(z.regex(/^a/)), z.string().check(z.regex(/^b/))],
    ["a pattern's flags", z.string().check(z.regex(/^a/)), z.string().check(z.regex(/^a/i))],
    ['a big integer', z.literal(1n), z.literal(2n)],
    ['a set', allowed('a'), allowed('b')],
    ['an element of a set', allowed('a'), allowed('a', 'b')],
    ['the order of a list', z.tuple([z.string(), z.int()]), z.tuple([z.int(), z.string()])],
    ['a member', z.object({ a: z.string() }), z.object({ b: z.string() })],
    ['what is in a schema that holds itself', tree(z.string()), tree(z.int())],
    ['the text of a function', limit(3), z.string().check(z.refine((text) => text.length < 4))],
  ])('changes with %s', (_what, before, after) => expect(ofSchema(before)).not.toBe(ofSchema(after)));

  it('tells which of two schemas is used again', () => {
    const [one, other] = [z.string(), z.int()];
    const first = policyFingerprint(policyWith({ a: one, b: other, c: one }));
    expect(policyFingerprint(policyWith({ a: one, b: other, c: other }))).not.toBe(first);
    expect(policyFingerprint(policyWith({ a: one, b: other, c: one }))).toBe(first);
  });

  it('takes a claim for a claim, whatever its name', () => {
    const odd = (schema: unknown) => policyFingerprint(policyWith({ _zod: schema, def: z.string(), _: schema }));
    expect(odd(z.string())).not.toBe(odd(z.int()));
    expect(odd(z.string())).toBe(odd(z.string()));
  });

  it.each<[string, Partial<ClaimsPolicy>, Partial<ClaimsPolicy>]>([
    ['what is released always', { always: ['any'] }, { always: [] }],
    ['the namespace', { namespace: null }, { namespace: 'https://c.example/' }],
    ['a function of the policy', { changeScopes: () => ({ add: ['a'] }) }, { changeScopes: () => ({ add: ['b'] }) }],
  ])('changes with %s', (_what, before, after) => {
    const base = policyWith({ any: z.string() });
    expect(policyFingerprint({ ...base, ...before })).not.toBe(policyFingerprint({ ...base, ...after }));
  });
});

describe('the version of a decision', () => {
  const policy = defineClaims({
    namespace: null,
    claims: {
      role: { schema: z.string(), idpAttribute: 'role', description },
      plan: { schema: z.string(), idpAttribute: 'plan', description },
    },
    scopes: {},
    always: ['role', 'plan'],
    unknownSubject: 'defaults',
  });
  const item = (version: number) => ({ attributes: {}, version });
  const source = (version: string) => ({ attributes: {}, version });
  const group = (name: string, version: number) => ({ name, ...item(version) });

  /** What a careless text of the parts, without their borders, would take for the same. */
  const inputs: readonly (readonly [Partial<TokenRequest>, Partial<SubjectAttributes>?])[] = [
    [{}],
    [{ realm: 'mainu', subject: { kind: 'user', id: '1' } }],
    [{ subject: { kind: 'user', id: 'u1shop' }, client: '' }],
    [{ subject: { kind: 'client', id: 'u1' } }],
    [{ organization: '' }],
    [{ organization: 'acme' }],
    [{ scopes: { granted: ['a', 'b'], requested: [] }, audiences: [] }],
    [{ scopes: { granted: ['ab'], requested: [] }, audiences: [] }],
    [{ scopes: { granted: ['a b'], requested: [] }, audiences: [] }],
    [{ scopes: { granted: ['a'], requested: [] }, audiences: ['b'] }],
    [{ scopes: { granted: [], requested: [] }, audiences: ['a', 'b'] }],
    [{ scopes: { granted: [], requested: [] }, audiences: [], tokens: ['id_token'] }],
    [{ scopes: { granted: [], requested: [] }, audiences: ['id_token'], tokens: [] }],
    [{}, { user: item(1) }],
    [{}, { membership: item(1) }],
    [{}, { organization: item(1) }],
    [{}, { client: item(1) }],
    [{}, { user: item(11) }],
    [{}, { user: item(1), membership: item(1) }],
    [{}, { groups: [group('a', 1)] }],
    [{}, { groups: [group('1', 1)] }],
    [{}, { groups: [group('', 11)] }],
    [{}, { groups: [group('a', 1), group('b', 1)] }],
    [{}, { groups: [group('a', 1), group('b', 2)] }],
    [{}, { groups: [group('a', 2), group('b', 1)] }],
    [{}, { sources: { a: source('b') } }],
    [{}, { sources: { ab: source('') } }],
    [{}, { sources: { a: source(''), b: source('') } }],
    [{}, { sources: { a: source('1'), b: source('2') } }],
    [{}, { sources: { a: source('2'), b: source('1') } }],
    [{ idpAttributes: { role: 'a' } }],
    [{ idpAttributes: { plan: 'a' } }],
    [{ idpAttributes: { role: 'a', plan: 'a' } }],
    [{ idpAttributes: { role: '' } }],
    [{ idpAttributes: { role: null } }],
    [{ idpAttributes: { role: [1] } }],
    [{ idpAttributes: { role: '[1]' } }],
    [{}, { freshness: 'stale' }],
  ];
  const version = (request: Partial<TokenRequest>, attributes: Partial<SubjectAttributes> = {}) =>
    decided(policy, request, { ...nobody, ...attributes }).version;

  it('is another for every other input', () => {
    const versions = new Map<string, number>();
    for (const [index, [request, attributes]] of inputs.entries()) {
      const made = version(request, attributes);
      expect(versions.get(made), JSON.stringify([inputs[versions.get(made) ?? 0], inputs[index]])).toBeUndefined();
      versions.set(made, index);
    }
  });

  it('counts the grant type as soon as one claim of several is limited to some', () => {
    const limited: ClaimsPolicy = {
      ...policy,
      claims: { ...policy.claims, role: { ...policy.claims.role, grantTypes: ['password', 'refresh_token'] } },
    };
    const of = (one: ClaimsPolicy, grantType: string) => decided(one, { grantType }).version;
    expect(of(limited, 'password')).not.toBe(of(limited, 'refresh_token'));
    expect(of(policy, 'password')).toBe(of(policy, 'refresh_token'));
  });

  it('is the same in whatever order sources answer and members of IdP attributes come', () => {
    expect(version({}, { sources: { a: source('1'), b: source('2') } })).toBe(
      version({}, { sources: { b: source('2'), a: source('1') } }),
    );
    expect(version({ idpAttributes: { role: { a: 1, b: 2 } } })).toBe(
      version({ idpAttributes: { role: { b: 2, a: 1 } } }),
    );
    expect(version({ idpAttributes: {} })).toBe(version({ idpAttributes: Object.create({ role: 'inherited' }) }));
  });
});
