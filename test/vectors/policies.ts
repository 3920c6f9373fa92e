import * as z from 'zod/mini';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';

const description = 'For the vectors';

/** The policy of most vectors: the shop of the README, with one claim for each rule. */
const shop = defineClaims({
  namespace: 'https://c.example/',
  claims: {
    user_id: { schema: z.int(), description },
    user_role: { schema: z.enum(['customer', 'support', 'admin']), default: 'customer', description },
    company_id: { schema: z.int(), description },
    subscription_level: { schema: z.enum(['bronze', 'silver', 'gold']), description },
    department: { schema: z.string(), tokens: ['id_token', 'userinfo'], description },
    feature_flags: { schema: z.array(z.string()), merge: 'union', description },
    max_items: { schema: z.int(), merge: 'max', description },
    min_age: { schema: z.int(), merge: 'min', description },
    plan: { schema: z.string(), idpAttribute: 'app_metadata.plan', description },
    tenant_id: {
      schema: z.string(),
      description,
      value: ({ request, attributes }) => request.organization ?? attributes.organization,
    },
  },
  scopes: { order: ['user_id', 'user_role'], inventory: ['user_role', 'company_id', 'subscription_level'] },
  always: ['department', 'feature_flags', 'max_items', 'min_age', 'plan', 'tenant_id'],
  unknownSubject: 'defaults',
});

const role = { schema: z.string(), description } as const;
const small = { namespace: 'https://c.example/', scopes: {}, always: ['role'], unknownSubject: 'defaults' } as const;

export const policies = {
  shop,
  nulls: { ...shop, unknownSubject: 'null' },
  denyUnknown: { ...shop, unknownSubject: 'deny' },
  required: defineClaims({ ...small, claims: { role: { ...role, required: true } } }),
  requiredByScope: defineClaims({
    ...small,
    always: [],
    scopes: { admin: ['role'] },
    claims: { role: { ...role, required: true } },
  }),
  narrow: defineClaims({
    namespace: 'https://c.example/',
    audienceNamespaces: { 'https://billing.example.com': 'https://billing.example.com/claims#' },
    claims: {
      billing: { schema: z.string(), audiences: ['https://billing.example.com'], description },
      internal: { schema: z.string(), clients: ['backoffice'], description },
      interactive: { schema: z.string(), grantTypes: ['authorization_code'], description },
      own: { schema: z.string(), namespace: 'https://own.example/', description },
      plain: { schema: z.string(), namespace: null, description },
    },
    scopes: {},
    always: ['billing', 'internal', 'interactive', 'own', 'plain'],
    unknownSubject: 'defaults',
  }),
  plain: defineClaims({
    namespace: null,
    claims: {
      sub: { schema: z.string(), description },
      groups: { schema: z.array(z.string()), description },
      email: { schema: z.string(), description },
      idp_internal: { schema: z.string(), description },
      tier: { schema: z.string(), description },
    },
    scopes: {},
    always: ['sub', 'groups', 'email', 'idp_internal', 'tier'],
    unknownSubject: 'defaults',
  }),
  forbidden: defineClaims({ ...small, namespace: 'https://tenant.auth0.com/', claims: { role } }),
  guarded: defineClaims({
    namespace: 'https://c.example/',
    claims: {
      note: { schema: z.string(), description },
      reference: { schema: z.string(), sensitiveValueAllowed: 'A published hash, reviewed', description },
      nested: { schema: z.record(z.string(), z.json()), description },
      list: { schema: z.array(z.string()), description },
      api_key: { schema: z.string(), description },
    },
    scopes: {},
    always: ['note', 'reference', 'nested', 'list', 'api_key'],
    limits: { depth: 2, arrayLength: 3, stringLength: 100 },
    unknownSubject: 'defaults',
  }),
  strict: defineClaims({ ...small, claims: { role }, onRefused: 'deny' }),
  tight: defineClaims({
    ...small,
    claims: { role: { ...role, priority: 5 }, first: role, second: role },
    always: ['role', 'first', 'second'],
    budget: { size: 80, onExceeded: 'drop' },
  }),
  tightDeny: defineClaims({ ...small, claims: { role }, budget: { size: 40, onExceeded: 'deny' } }),
  free: defineClaims({ ...small, claims: { role }, undeclared: 'release' }),
  versioned: defineClaims({
    ...small,
    claims: { role: { ...role, staleOk: true }, other: role },
    always: ['role', 'other'],
    housekeeping: { epoch: true },
  }),
  ranked: defineClaims({
    ...small,
    claims: { role },
    precedence: ['organization', 'group', 'source:crm', 'user', 'source:hr', 'membership'],
  }),
  retired: defineClaims({ ...small, claims: { role }, retiredNamespaces: ['https://old.example/'] }),
  broken: defineClaims({
    ...small,
    claims: {
      role: {
        ...role,
        value: () => {
          throw new RangeError('with a value in it');
        },
      },
    },
  }),
  mixed: defineClaims({
    ...small,
    claims: {
      role: { schema: z.union([z.string(), z.int()]), description },
      level: { schema: z.int(), description },
      tags: { schema: z.array(z.string()), description },
    },
    always: ['role', 'level', 'tags'],
  }),
  allTokens: defineClaims({
    ...small,
    claims: { role, display: { ...role, tokens: ['id_token'] } },
    always: ['role', 'display'],
  }),
} as const satisfies Readonly<Record<string, ClaimsPolicy>>;
