import fc from 'fast-check';
import * as z from 'zod/mini';
import type { Attributes, ClaimValue } from '../../lib/claims/claim-value.ts';
import type { ClaimDefinition, ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { AttributesItem, GroupAttributes, SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import { type TokenRequest, tokenKinds } from '../../lib/token-request.ts';

/** Keys that collide often, names that IdPs and specifications reserve, and any text at all. */
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('role', 'flags', 'level', 'tenant', 'note') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'sub',
      'aud',
      'groups',
      'roles',
      'email',
      'scope',
      'org_id',
      'permissions',
      'cognito:groups',
      'urn:zitadel:iam:x',
      'xms_a',
      'role',
      'aal',
      'ext',
      'iss',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '') },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<ClaimValue>('a', 'admin', 1, 7, true, null, '4111111111111111') },
  { weight: 2, arbitrary: fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 4 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((json) => json as ClaimValue) },
);

const attributes: fc.Arbitrary<Attributes> = fc.array(fc.tuple(key, value), { maxLength: 6 }).map((entries) => {
  const made: Record<string, ClaimValue> = Object.create(null);
  for (const [name, entry] of entries) made[name] = entry;
  return made;
});

const item: fc.Arbitrary<AttributesItem> = fc.record(
  {
    attributes,
    version: fc.integer({ min: 1, max: 9 }),
    epoch: fc.nat(3),
    deleted: fc.boolean(),
    blocked: fc.constant(false),
  },
  { requiredKeys: ['attributes', 'version'] },
);

const group: fc.Arbitrary<GroupAttributes> = fc.record(
  {
    name: fc.oneof(fc.constantFrom('a', 'b', 'Z', '__proto__'), fc.string({ maxLength: 5 })),
    precedence: fc.integer({ min: 0, max: 3 }),
    attributes,
    version: fc.integer({ min: 1, max: 9 }),
  },
  { requiredKeys: ['name', 'attributes', 'version'] },
);

export const subjectAttributes: fc.Arbitrary<SubjectAttributes> = fc.record(
  {
    user: item,
    membership: item,
    organization: item,
    client: item,
    groups: fc.uniqueArray(group, { selector: ({ name }) => name, maxLength: 6 }),
    sources: fc.constant({}),
    freshness: fc.constant('fresh' as const),
  },
  { requiredKeys: ['groups', 'sources', 'freshness'] },
);

const schemas = [
  z.string(),
  z.int(),
  z.boolean(),
  z.array(z.string()),
  z.enum(['a', 'admin']),
  z.nullable(z.string()),
  z.union([z.string(), z.int()]),
  z.record(z.string(), z.json()),
  z.json(),
] as const;

const namespace = fc.constantFrom<string | null>(
  'https://c.example/',
  'https://d.example/ns#',
  'https://t.auth0.com/',
  null,
);

const definition = fc.record(
  {
    schema: fc.constantFrom(...schemas),
    description: fc.constant('made up'),
    tokens: fc.uniqueArray(fc.constantFrom(...tokenKinds), { minLength: 1 }),
    merge: fc.constantFrom('union' as const, 'max' as const, 'min' as const, 'override' as const),
    namespace,
    priority: fc.integer({ min: -2, max: 2 }),
    audiences: fc.constant(['https://api.example.com']),
    idpAttribute: fc.constantFrom('roles', 'app_metadata.plan'),
  },
  { requiredKeys: ['schema', 'description'] },
);

/** Any policy, mistakes included: its types are not kept here on purpose, as those of a file without type check. */
export const policy: fc.Arbitrary<ClaimsPolicy> = fc
  .record({
    namespace,
    declared: fc.uniqueArray(fc.tuple(key, definition), { selector: ([name]) => name, maxLength: 8 }),
    undeclared: fc.constantFrom('withhold' as const, 'release' as const),
    unknownSubject: fc.constantFrom('defaults' as const, 'null' as const),
    scoped: fc.boolean(),
    budget: fc.option(fc.record({ size: fc.integer({ min: 2, max: 300 }), onExceeded: fc.constant('drop' as const) }), {
      nil: undefined,
    }),
    housekeeping: fc.record({ version: fc.boolean(), epoch: fc.boolean() }),
  })
  .map(({ declared, scoped, budget, ...rest }) => {
    const claims: Record<string, ClaimDefinition> = Object.create(null);
    for (const [name, made] of declared) claims[name] = made as ClaimDefinition;
    const names = declared.map(([name]) => name);
    return {
      ...rest,
      ...(budget && { budget }),
      claims,
      scopes: { order: scoped ? names.slice(0, 3) : [] },
      always: scoped ? names.slice(3) : names,
    } as ClaimsPolicy;
  });

export const tokenRequest: fc.Arbitrary<TokenRequest> = fc.record(
  {
    realm: fc.constant('main'),
    grantType: fc.constantFrom('authorization_code', 'refresh_token', 'client_credentials'),
    subject: fc.record({ kind: fc.constantFrom('user' as const, 'client' as const), id: fc.string() }),
    client: fc.constantFrom('shop', ''),
    scopes: fc.constantFrom({ granted: ['order'], requested: [] }, { granted: [], requested: ['order'] }),
    audiences: fc.constantFrom<string[]>(['https://api.example.com'], ['https://t.auth0.com/api/v2/'], []),
    organization: fc.constant('acme'),
    groups: fc.constant([]),
    idpAttributes: fc.constantFrom<Attributes>({}, { roles: ['r'], 'app_metadata.plan': 'gold' }),
    tokens: fc.subarray([...tokenKinds]),
    present: fc.record({ id_token: attributes, access_token: attributes, userinfo: attributes }),
  },
  {
    requiredKeys: [
      'realm',
      'grantType',
      'subject',
      'client',
      'scopes',
      'audiences',
      'groups',
      'idpAttributes',
      'tokens',
      'present',
    ],
  },
);
