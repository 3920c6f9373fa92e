import { user, type Vector } from '../support/vector.ts';

const ns = 'https://c.example/';
const none = { names: new Set<string>(), prefixes: [] };
const reserving = { names: new Set(['idp_internal']), prefixes: ['https://c.example/department'] };

export const guards: readonly Vector[] = [
  {
    title: 'a value that its schema refuses is withheld, and no lower source stands in for it',
    items: [user({ user_id: 'seven', user_role: 'root', subscription_level: 'GOLD', company_id: 1.5 })],
    expected: {
      outcome: 'issue',
      claims: {},
      withheld: {
        user_id: 'invalid_value',
        user_role: 'invalid_value',
        subscription_level: 'invalid_value',
        company_id: 'invalid_value',
      },
    },
  },
  {
    title: 'a stored null is a value, which most schemas refuse',
    items: [user({ user_role: null })],
    expected: { outcome: 'issue', claims: {}, withheld: { user_role: 'invalid_value' } },
  },
  {
    title: 'a computed claim that throws is withheld',
    policy: 'broken',
    items: [user({})],
    expected: { outcome: 'issue', claims: {}, withheld: { role: 'invalid_value' } },
  },
  {
    title: 'registered names are refused under plain naming, OIDC profile names too',
    policy: 'plain',
    items: [user({ sub: 'evil', groups: ['root'], email: 'a@b.example', tier: 'gold' })],
    expected: {
      outcome: 'issue',
      claims: { tier: 'gold' },
      withheld: { sub: 'reserved_name', groups: 'reserved_name', email: 'reserved_name' },
    },
  },
  {
    title: 'OIDC profile names are allowed where the IdP lets them be set, protocol names never',
    policy: 'plain',
    limits: { profileClaims: true },
    items: [user({ sub: 'evil', groups: ['root'], email: 'a@b.example' })],
    expected: {
      outcome: 'issue',
      claims: { email: 'a@b.example' },
      withheld: { sub: 'reserved_name', groups: 'reserved_name' },
    },
  },
  {
    title: "the hook's reserved names are refused in the tokens that reserve them",
    policy: 'plain',
    limits: { reserved: { id_token: none, access_token: reserving, userinfo: none } },
    items: [user({ idp_internal: 'x' })],
    expected: {
      outcome: 'issue',
      claims: { idp_internal: 'x' },
      access_token: {},
      withheld: { idp_internal: { access_token: 'reserved_name' } },
    },
  },
  {
    title: "the hook's reserved prefixes are refused",
    limits: { reserved: { id_token: reserving, access_token: none, userinfo: none } },
    request: { scopes: { granted: [] } },
    items: [user({ department: 'sales' })],
    expected: {
      outcome: 'issue',
      id_token: {},
      access_token: {},
      userinfo: { [`${ns}department`]: 'sales' },
      withheld: { department: { id_token: 'reserved_name', access_token: 'token_not_targeted' } },
    },
  },
  {
    title: 'a namespace on a forbidden host is refused',
    policy: 'forbidden',
    items: [user({ role: 'r' })],
    expected: { outcome: 'issue', claims: {}, withheld: { role: 'forbidden_namespace' } },
  },
  {
    title: "an audience of the IdP's own gets only namespaced claims",
    policy: 'narrow',
    limits: { namespacedOnlyAudience: (audience) => audience.endsWith('/api/v2/') },
    request: { audiences: ['https://t.idp.example/api/v2/'] },
    items: [user({ own: 'o', plain: 'p' })],
    expected: {
      outcome: 'issue',
      claims: { 'https://own.example/own': 'o', plain: 'p' },
      access_token: { 'https://own.example/own': 'o' },
      withheld: { plain: { access_token: 'forbidden_namespace' } },
    },
  },
  {
    title: 'a hook whose admin maps names gets plain keys',
    limits: { names: 'plain' },
    request: { scopes: { granted: ['order'] } },
    items: [user({ user_id: 7 })],
    expected: { outcome: 'issue', claims: { user_id: 7, user_role: 'customer' } },
  },
  {
    title: 'a text-only hook gets strings as they are and the JSON text of the rest',
    policy: 'mixed',
    limits: { values: 'string' },
    items: [user({ level: 3, tags: ['a', 'b'], role: 'r' })],
    expected: { outcome: 'issue', claims: { [`${ns}level`]: '3', [`${ns}tags`]: '["a","b"]', [`${ns}role`]: 'r' } },
  },
  {
    title: 'a text-only hook refuses what could not be told apart again',
    policy: 'mixed',
    limits: { values: 'string' },
    items: [user({ role: 7 })],
    expected: { outcome: 'issue', claims: {}, withheld: { role: 'unsupported_type' } },
  },
  {
    title: 'a hook of strings and string arrays gets arrays as they are and numbers as text',
    policy: 'mixed',
    limits: { values: 'string-or-string-array' },
    items: [user({ level: 3, tags: ['a', 'b'] })],
    expected: { outcome: 'issue', claims: { [`${ns}level`]: '3', [`${ns}tags`]: ['a', 'b'] } },
  },
  {
    title: 'sensitive values are withheld, by value and by name',
    policy: 'guarded',
    items: [user({ note: 'card 4111 1111 1111 1111', api_key: 'harmless' })],
    expected: { outcome: 'issue', claims: {}, withheld: { note: 'sensitive_value', api_key: 'sensitive_value' } },
  },
  {
    title: 'sensitive values deep inside are withheld',
    policy: 'guarded',
    items: [user({ nested: { a: { b: 'DE89 3704 0044 0532 0130 00' } } })],
    expected: { outcome: 'issue', claims: {}, withheld: { nested: 'sensitive_value' } },
  },
  {
    title: 'a reasoned exception lets a hash through',
    policy: 'guarded',
    items: [
      user({ reference: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3', note: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3' }),
    ],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}reference`]: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3' },
      withheld: { note: 'sensitive_value' },
    },
  },
  {
    title: 'values nested too deep are withheld',
    policy: 'guarded',
    items: [user({ nested: { a: { b: { c: 1 } } } })],
    expected: { outcome: 'issue', claims: {}, withheld: { nested: 'too_deep' } },
  },
  {
    title: 'values nested as deep as allowed are released',
    policy: 'guarded',
    items: [user({ nested: { a: { b: 1 } } })],
    expected: { outcome: 'issue', claims: { [`${ns}nested`]: { a: { b: 1 } } } },
  },
  {
    title: 'strings, arrays and objects that are too long are withheld',
    policy: 'guarded',
    items: [user({ note: 'x'.repeat(101), list: ['a', 'b', 'c', 'd'], nested: { a: 1, b: 2, c: 3, d: 4 } })],
    expected: { outcome: 'issue', claims: {}, withheld: { note: 'too_long', list: 'too_long', nested: 'too_long' } },
  },
  {
    title: 'an IdP that only appends keeps the claim that is there already',
    policy: 'required',
    limits: { appendOnly: true },
    request: { tokens: ['id_token', 'userinfo'], present: { userinfo: { [`${ns}role`]: 'old' } } },
    items: [user({ role: 'r' })],
    expected: { outcome: 'deny', reason: 'required_claim_missing' },
  },
  {
    title: 'a claim that is there already is withheld at an IdP that only appends',
    policy: 'free',
    limits: { appendOnly: true },
    request: { present: { userinfo: { [`${ns}role`]: 'old', [`${ns}extra`]: 'old' } } },
    items: [user({ role: 'r', extra: 'e' })],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}role`]: 'r', [`${ns}extra`]: 'e' },
      userinfo: {},
      withheld: { role: { userinfo: 'already_present' }, extra: { userinfo: 'already_present' } },
    },
  },
  {
    title: 'over budget, the lowest priority goes first, the last declared among equals',
    policy: 'tight',
    items: [user({ role: 'r', first: '1', second: '2' })],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}role`]: 'r', [`${ns}first`]: '1' },
      withheld: { second: 'over_budget' },
    },
  },
  {
    title: "over the hook's own limit, claims are dropped although the policy sets no budget",
    policy: 'free',
    limits: { bytes: 60 },
    items: [user({ role: 'r', extra: 'x'.repeat(50) })],
    expected: { outcome: 'issue', claims: { [`${ns}role`]: 'r' }, withheld: { extra: 'over_budget' } },
  },
  {
    title: 'over budget, no token is issued where the policy says so',
    policy: 'tightDeny',
    items: [user({ role: 'more than fits into forty bytes' })],
    expected: { outcome: 'deny', reason: 'over_budget' },
  },
  {
    title: 'the budget counts bytes, not characters',
    policy: 'tightDeny',
    items: [user({ role: '\u{1f600}\u{1f600}\u{1f600}' })],
    expected: { outcome: 'deny', reason: 'over_budget' },
  },
  {
    title: 'a refused value means no token where the policy says so',
    policy: 'strict',
    items: [user({ role: 7 })],
    expected: { outcome: 'deny', reason: 'claim_refused' },
  },
  {
    title: 'a missing value is not a refused one',
    policy: 'strict',
    items: [user({})],
    expected: { outcome: 'issue', claims: {}, withheld: { role: 'no_value' } },
  },
];
