import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import type { TokenRequest } from '../../lib/token-request.ts';
import { issued, nobody } from '../support/decision.ts';
import { base, description, known, run } from './one-claim.ts';

describe('the version of a decision', () => {
  const version = (
    policy: ClaimsPolicy = base,
    request: Partial<TokenRequest> = {},
    attributes: SubjectAttributes = known,
  ) => run(policy, request, attributes).version;
  const mapped = defineClaims({
    ...base,
    claims: { role: { ...base.claims.role, idpAttribute: 'app_metadata.role' } },
  });
  const byGrant = defineClaims({
    ...base,
    claims: { role: { ...base.claims.role, grantTypes: ['authorization_code', 'refresh_token'] } },
  });
  const group = (version: number, name = 'g') => ({ name, attributes: {}, version });

  it('is the same for the same input', () => {
    expect(version()).toBe(version());
    expect(version()).toMatch(/^[\w-]{22}$/);
  });

  it.each<[string, () => string, () => string]>([
    ['the policy', () => version(), () => version({ ...base, namespace: 'https://d.example/' })],
    [
      'a schema',
      () => version(),
      () =>
        version(defineClaims({ ...base, claims: { role: { schema: z.string().check(z.maxLength(9)), description } } })),
    ],
    [
      'an enum',
      () => version(defineClaims({ ...base, claims: { role: { schema: z.enum(['r']), description } } })),
      () => version(defineClaims({ ...base, claims: { role: { schema: z.enum(['r', 's']), description } } })),
    ],
    [
      'a function',
      () => version(defineClaims({ ...base, claims: { role: { schema: z.string(), description, value: () => 'a' } } })),
      () => version(defineClaims({ ...base, claims: { role: { schema: z.string(), description, value: () => 'b' } } })),
    ],
    [
      "the user's item",
      () => version(),
      () => version(base, {}, { ...known, user: { attributes: { role: 'r' }, version: 4 } }),
    ],
    ['whether there is a user item', () => version(), () => version(base, {}, nobody)],
    [
      'a membership',
      () => version(),
      () => version(base, {}, { ...known, membership: { attributes: {}, version: 1 } }),
    ],
    [
      'an organization',
      () => version(),
      () => version(base, {}, { ...known, organization: { attributes: {}, version: 1 } }),
    ],
    ['a client', () => version(), () => version(base, {}, { ...known, client: { attributes: {}, version: 1 } })],
    [
      'a group',
      () => version(base, {}, { ...known, groups: [group(1)] }),
      () => version(base, {}, { ...known, groups: [group(2)] }),
    ],
    [
      'the name of a group',
      () => version(base, {}, { ...known, groups: [group(1)] }),
      () => version(base, {}, { ...known, groups: [group(1, 'h')] }),
    ],
    [
      "another source's answer",
      () => version(base, {}, { ...known, sources: { hr: { attributes: {}, version: 'a' } } }),
      () => version(base, {}, { ...known, sources: { hr: { attributes: {}, version: 'b' } } }),
    ],
    ['the subject', () => version(), () => version(base, { subject: { kind: 'user', id: 'u2' } })],
    ['the realm', () => version(), () => version(base, { realm: 'other' })],
    ['the client of the request', () => version(), () => version(base, { client: 'other' })],
    ['the organization of the request', () => version(), () => version(base, { organization: 'acme' })],
    ['the granted scopes', () => version(), () => version(base, { scopes: { granted: [], requested: [] } })],
    ['the audience', () => version(), () => version(base, { audiences: [] })],
    ['the tokens', () => version(), () => version(base, { tokens: ['id_token'] })],
    [
      'a mapped IdP attribute',
      () => version(mapped, { idpAttributes: { 'app_metadata.role': 'a' } }),
      () => version(mapped, { idpAttributes: { 'app_metadata.role': 'b' } }),
    ],
    [
      'the grant type, where a claim depends on it',
      () => version(byGrant),
      () => version(byGrant, { grantType: 'refresh_token' }),
    ],
  ])('changes with %s', (_what, one, other) => expect(one()).not.toBe(other()));

  it.each<[string, () => string, () => string]>([
    [
      'the order of groups',
      () => version(base, {}, { ...known, groups: [group(1), group(1, 'h')] }),
      () => version(base, {}, { ...known, groups: [group(1, 'h'), group(1)] }),
    ],
    [
      'the order of scopes',
      () => version(base, { scopes: { granted: ['a', 'b'], requested: [] } }),
      () => version(base, { scopes: { granted: ['b', 'a'], requested: [] } }),
    ],
    [
      'the order of audiences',
      () => version(base, { audiences: ['a', 'b'] }),
      () => version(base, { audiences: ['b', 'a'] }),
    ],
    [
      'the order of tokens',
      () => version(base, { tokens: ['id_token', 'userinfo'] }),
      () => version(base, { tokens: ['userinfo', 'id_token'] }),
    ],
    ['requested scopes', () => version(), () => version(base, { scopes: { granted: ['order'], requested: ['x'] } })],
    [
      'an IdP attribute that nothing maps',
      () => version(),
      () => version(base, { idpAttributes: { 'app_metadata.role': 'b' } }),
    ],
    [
      'a refresh, where no claim depends on the grant',
      () => version(),
      () => version(base, { grantType: 'refresh_token' }),
    ],
    [
      'the claims that are there already',
      () => version(),
      () => version(base, { present: { id_token: { x: 1 }, access_token: {}, userinfo: {} } }),
    ],
  ])('does not change with %s', (_what, one, other) => expect(one()).toBe(other()));

  it('is released as claims_version only where the policy asks for it', () => {
    expect(issued(run(base)).claims.id_token).toEqual({ 'https://c.example/role': 'r' });
    const decision = issued(run({ ...base, housekeeping: { version: true } }));
    for (const claims of Object.values(decision.claims)) {
      expect(claims).toEqual({ 'https://c.example/role': 'r', 'https://c.example/claims_version': decision.version });
    }
  });

  it('is in a denial too', () => {
    expect(run(base, {}, { ...known, user: { attributes: {}, version: 1, blocked: true } }).version).toMatch(
      /^[\w-]{22}$/,
    );
  });
});
