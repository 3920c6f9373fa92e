import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import { InvalidConfigurationError } from '../../lib/errors.ts';
import type { TokenRequest } from '../../lib/token-request.ts';
import { decided, issued, nobody, requestWith } from '../support/decision.ts';
import { referenceLimits } from '../support/reference-limits.ts';
import { base, description, run } from './one-claim.ts';

const withRole = (attributes: SubjectAttributes['user'] = { attributes: { role: 'canary' }, version: 1 }) => ({
  ...nobody,
  user: attributes,
});

describe('a schema with functions of its own', () => {
  const throwing = z.string().check(
    z.refine((text) => {
      if (text === 'canary') throw new TypeError(`${text} is no URL`);
      return true;
    }),
  );

  it.each([
    ['throws', throwing, 'schema threw TypeError'],
    ['is async', z.string().check(z.refine(async () => true)), 'schema threw Error'],
  ])('that %s refuses the value, and names no value', (_what, schema, detail) => {
    const policy = defineClaims({ ...base, claims: { role: { schema, description } } });
    const { claims, trace } = issued(decided(policy, {}, withRole()));
    expect(claims.id_token).toEqual({});
    expect(trace[0]).toMatchObject({ outcome: 'withheld', reason: 'invalid_value', detail });
  });
});

describe('changeScopes', () => {
  const throwing: ClaimsPolicy = {
    ...base,
    changeScopes: ({ attributes }) => {
      throw new RangeError(String(attributes['role']));
    },
  };

  it('that throws is a fault with its own name, for the failure policy to answer; it names no value', () => {
    const limits = { ...referenceLimits, canChangeScopes: true };
    expect(() => decided(throwing, {}, withRole(), limits)).toThrow(InvalidConfigurationError);
    expect(() => decided(throwing, {}, withRole(), limits)).toThrow(/changeScopes .* threw RangeError/);
    expect(() => decided(throwing, {}, withRole(), limits)).not.toThrow(/canary/);
    const string: ClaimsPolicy = {
      ...base,
      changeScopes: () => {
        throw 'canary';
      },
    };
    expect(() => decided(string, {}, withRole(), limits)).toThrow(/threw string/);
  });

  it('is not asked where the hook cannot change scopes', () => {
    const limits = { ...referenceLimits, canChangeScopes: false };
    expect(issued(decided(throwing, {}, withRole(), limits)).scopes).toEqual({ add: [], remove: [] });
  });
});

describe('the organization that functions see', () => {
  const tenant = defineClaims({
    ...base,
    claims: {
      role: { schema: z.string(), description, value: ({ attributes }) => attributes.organization ?? 'none' },
    },
  });
  const claimed = (attributes: SubjectAttributes, request: Partial<TokenRequest> = {}) =>
    issued(decided(tenant, request, attributes)).claims.id_token['https://c.example/role'];
  const user = { attributes: {}, version: 1, organization: 'mine' };
  const other = { attributes: { organization: 'other' }, version: 1 };

  it.each<[string, SubjectAttributes]>([
    ['the user', { ...nobody, user: { ...user, attributes: { organization: 'other' } } }],
    ['a group', { ...nobody, user, groups: [{ name: 'g', ...other }] }],
    ['another source', { ...nobody, user, sources: { crm: { attributes: { organization: 'other' }, version: '1' } } }],
  ])('is the one of the item, whatever an attribute of that name of %s says', (_what, attributes) => {
    expect(claimed(attributes)).toBe('mine');
  });

  it('is none where the item names none', () => {
    expect(claimed({ ...nobody, user: other })).toBe('none');
    expect(claimed({ ...nobody, groups: [{ name: 'g', ...other }] })).toBe('none');
  });

  it("is the client item's for machines, and no namesake's", () => {
    const machine: Partial<TokenRequest> = { subject: { kind: 'client', id: 'shop' }, client: 'shop' };
    const client = { attributes: {}, version: 1, organization: 'company' };
    expect(claimed({ ...nobody, user, client }, machine)).toBe('company');
    expect(claimed({ ...nobody, user }, machine)).toBe('none');
    expect(claimed({ ...nobody, user, client })).toBe('mine');
  });
});

describe('the version of a decision with functions, which see all of the request', () => {
  const plain: ClaimsPolicy = base;
  const computing = defineClaims({ ...base, claims: { role: { ...base.claims.role, value: () => 'a' } } });
  const version = (policy: ClaimsPolicy, request: Partial<TokenRequest> = {}) =>
    decided(policy, request, nobody).version;

  it.each<[string, Partial<TokenRequest>, Partial<TokenRequest>]>([
    ['groups of the event', { groups: ['admin'] }, { groups: ['user'] }],
    ['requested scopes', { scopes: { granted: [], requested: ['a'] } }, { scopes: { granted: [], requested: ['b'] } }],
    ['IdP attributes that nothing maps', { idpAttributes: { plan: 'a' } }, { idpAttributes: { plan: 'b' } }],
    ['the e-mail address', { email: 'a@example.com' }, {}],
  ])('changes with %s, and without functions does not', (_what, before, after) => {
    expect(version(computing, before)).not.toBe(version(computing, after));
    expect(version(plain, before)).toBe(version(plain, after));
  });

  it.each<[string, ClaimsPolicy]>([
    ['value', computing],
    ['changeScopes', { ...plain, changeScopes: () => ({}) }],
  ])('changes with the grant type, which %s sees', (_what, policy) => {
    expect(version(policy, { grantType: 'refresh_token' })).not.toBe(version(policy, { grantType: 'password' }));
  });

  it('does not change with the order of groups and requested scopes, nor with what the tokens carry', () => {
    const before = { groups: ['a', 'b'], scopes: { granted: [], requested: ['a', 'b'] } };
    const after = { groups: ['b', 'a'], scopes: { granted: [], requested: ['b', 'a'] } };
    expect(version(computing, before)).toBe(version(computing, after));
    const present = { id_token: { iat: 1 }, access_token: {}, userinfo: {} };
    expect(version(computing, { present })).toBe(version(computing));
  });

  it('tells stale attributes from fresh ones', () => {
    expect(decided(plain, {}, { ...nobody, freshness: 'stale' }).version).not.toBe(version(plain));
  });
});

describe('computed claims', () => {
  const seen: unknown[] = [];
  const policy = defineClaims({
    ...base,
    claims: {
      role: { ...base.claims.role, default: 'd' },
      flags: { schema: z.array(z.string()), merge: 'union', description },
      spy: {
        schema: z.string(),
        description,
        value: ({ request, attributes }) => {
          seen.push({ request, attributes: { ...attributes } });
          return 'x';
        },
      },
    },
    always: ['role', 'flags', 'spy'],
  });

  it('see the request and every attribute, merged by the rules, and the organization of the user', () => {
    seen.length = 0;
    run(
      policy,
      { idpAttributes: { x: 1 } },
      {
        ...nobody,
        user: { attributes: { free: 1, flags: ['u'] }, version: 1, organization: 'home' },
        groups: [{ name: 'g', attributes: { flags: ['g'], free: 2, other: 3 }, version: 1 }],
      },
    );
    // Not what the tokens carry already, which changes with every token.
    const { present: _, ...request } = requestWith({ idpAttributes: { x: 1 } });
    expect(seen).toEqual([
      {
        request,
        attributes: { organization: 'home', free: 1, other: 3, flags: ['u', 'g'], role: 'd' },
      },
    ]);
  });

  it("do not see a machine's namesake, nor the organization of a deleted user", () => {
    seen.length = 0;
    const user = { attributes: { free: 1 }, version: 1, organization: 'home' };
    run(policy, { subject: { kind: 'client', id: 'shop' } }, { ...nobody, user });
    expect(seen).toMatchObject([{ attributes: { role: 'd' } }]);
    expect((seen[0] as { attributes: object }).attributes).not.toHaveProperty('organization');
    expect((seen[0] as { attributes: object }).attributes).not.toHaveProperty('free');
  });

  it('are told by the class of what they throw, never by its message', () => {
    const throwing = defineClaims({
      ...base,
      claims: {
        role: {
          ...base.claims.role,
          value: () => {
            throw new RangeError('canary');
          },
        },
      },
    });
    const { trace } = run(throwing);
    expect(trace[0]).toMatchObject({
      outcome: 'withheld',
      reason: 'invalid_value',
      detail: 'value() threw RangeError',
    });
    const odd = defineClaims({
      ...base,
      claims: {
        role: {
          ...base.claims.role,
          value: () => {
            throw 'canary';
          },
        },
      },
    });
    expect(run(odd).trace[0]).toMatchObject({ detail: 'value() threw string' });
  });
});
