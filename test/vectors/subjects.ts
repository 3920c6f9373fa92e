import { client, deleted, group, inRealm, membership, organization, user, type Vector } from '../support/vector.ts';

const ns = 'https://c.example/';
const defaults = { [`${ns}user_role`]: 'customer' };
const machine = {
  subject: { kind: 'client', id: 'shop' },
  grantType: 'client_credentials',
  tokens: ['access_token'],
} as const;
const onlyAccess = (claims: Record<string, string | number | string[]>) => ({
  access_token: claims,
  id_token: {},
  userinfo: {},
});

export const subjects: readonly Vector[] = [
  {
    title: 'an unknown person gets the defaults',
    expected: { outcome: 'issue', claims: defaults, withheld: { user_id: 'no_value' } },
  },
  {
    title: "an unknown person's groups from the event still count",
    request: { groups: ['staff'] },
    items: [group('staff', { user_role: 'support' })],
    expected: { outcome: 'issue', claims: { [`${ns}user_role`]: 'support' } },
  },
  {
    title: 'an unknown person gets null for what nothing else knows, where the policy says so',
    policy: 'nulls',
    request: { scopes: { granted: ['order'] }, groups: ['staff'] },
    items: [group('staff', { feature_flags: ['x'] })],
    expected: {
      outcome: 'issue',
      claims: {
        [`${ns}user_id`]: null,
        [`${ns}user_role`]: null,
        [`${ns}department`]: null,
        [`${ns}feature_flags`]: ['x'],
        [`${ns}max_items`]: null,
        [`${ns}min_age`]: null,
        [`${ns}plan`]: null,
        [`${ns}tenant_id`]: null,
      },
      access_token: {
        [`${ns}user_id`]: null,
        [`${ns}user_role`]: null,
        [`${ns}feature_flags`]: ['x'],
        [`${ns}max_items`]: null,
        [`${ns}min_age`]: null,
        [`${ns}plan`]: null,
        [`${ns}tenant_id`]: null,
      },
    },
  },
  {
    title: 'a known person gets defaults, not nulls, under the same policy',
    policy: 'nulls',
    items: [user({})],
    expected: { outcome: 'issue', claims: defaults, withheld: { user_id: 'no_value' } },
  },
  {
    title: 'null is withheld where the hook carries only text',
    policy: 'nulls',
    limits: { values: 'string' },
    request: { scopes: { granted: ['order'] } },
    expected: {
      outcome: 'issue',
      claims: {},
      withheld: { user_id: 'unsupported_type', user_role: 'unsupported_type' },
    },
  },
  {
    title: 'an unknown person is denied where the policy says so, whatever groups the event names',
    policy: 'denyUnknown',
    request: { groups: ['staff'] },
    items: [group('staff', {})],
    expected: { outcome: 'deny', reason: 'unknown_subject' },
  },
  {
    title: 'an unknown machine is denied where the policy says so',
    policy: 'denyUnknown',
    request: machine,
    expected: { outcome: 'deny', reason: 'unknown_subject' },
  },
  {
    title: 'a client without an item does not make its people unknown',
    policy: 'denyUnknown',
    items: [user({ user_id: 1 })],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}user_id`]: 1 } },
  },
  {
    title: 'a blocked person is denied',
    items: [user({ user_id: 1 }, { blocked: true })],
    expected: { outcome: 'deny', reason: 'blocked' },
  },
  {
    title: 'a deleted person is denied rather than unknown',
    items: [deleted(user({ user_id: 1 }))],
    expected: { outcome: 'deny', reason: 'deleted' },
  },
  {
    title: 'a deleted client is denied, whoever logs in',
    items: [user({}), deleted(client({}))],
    expected: { outcome: 'deny', reason: 'deleted' },
  },
  {
    title: 'a machine gets the claims of its client item',
    request: machine,
    items: [client({ user_role: 'support', company_id: 9 })],
    expected: {
      outcome: 'issue',
      ...onlyAccess({ [`${ns}user_role`]: 'support', [`${ns}company_id`]: 9 }),
      withheld: { company_id: { id_token: 'token_unreachable', userinfo: 'token_unreachable' } },
      origin: { company_id: { sources: [{ kind: 'client', version: 1 }] } },
    },
  },
  {
    title: 'a machine never gets what a person of the same id has',
    request: machine,
    items: [user({ user_id: 1, user_role: 'admin' }, {}, 'shop')],
    expected: { outcome: 'issue', ...onlyAccess(defaults) },
  },
  {
    title: 'a person never gets what their client item has',
    items: [user({}), client({ user_role: 'admin', company_id: 9 })],
    expected: { outcome: 'issue', claims: defaults },
  },
  {
    title: 'for a machine the client beats the organization',
    request: { ...machine, organization: 'acme' },
    items: [client({ company_id: 9 }), organization('acme', { company_id: 1, subscription_level: 'gold' })],
    expected: {
      outcome: 'issue',
      ...onlyAccess({
        ...defaults,
        [`${ns}company_id`]: 9,
        [`${ns}subscription_level`]: 'gold',
        [`${ns}tenant_id`]: 'acme',
      }),
    },
  },
  {
    title: 'groups of a client count for the machine, below the client itself',
    request: machine,
    items: [
      client({ company_id: 9 }, { groups: ['batch'] }),
      group('batch', { company_id: 1, feature_flags: ['bulk'] }),
    ],
    expected: {
      outcome: 'issue',
      ...onlyAccess({ ...defaults, [`${ns}company_id`]: 9, [`${ns}feature_flags`]: ['bulk'] }),
    },
  },
  {
    title: 'a machine has no membership, also where a person of that id has one',
    request: { ...machine, organization: 'acme' },
    items: [
      client({}),
      {
        ...membership('acme', { user_role: 'admin' }),
        key: { kind: 'member', realm: 'main', organization: 'acme', subject: 'shop' },
      },
    ],
    expected: { outcome: 'issue', ...onlyAccess({ ...defaults, [`${ns}tenant_id`]: 'acme' }) },
  },
  {
    title: 'a blocked machine is denied',
    request: machine,
    items: [client({}, { blocked: true })],
    expected: { outcome: 'deny', reason: 'blocked' },
  },
  {
    title: 'a deleted machine is denied',
    request: machine,
    items: [deleted(client({}))],
    expected: { outcome: 'deny', reason: 'deleted' },
  },
  {
    title: "another realm's person of the same id is somebody else",
    items: [inRealm('partners', user({ user_role: 'admin' }))],
    expected: { outcome: 'issue', claims: defaults },
  },
  {
    title: "another realm's group of the same name is another group",
    request: { groups: ['staff'] },
    items: [user({}), inRealm('partners', group('staff', { user_role: 'admin' }))],
    expected: { outcome: 'issue', claims: defaults },
  },
  {
    title: 'the realm of the instance decides who the subject is',
    instance: { realm: 'partners' },
    items: [user({ user_role: 'admin' }), inRealm('partners', user({ user_role: 'support' }))],
    expected: { outcome: 'issue', claims: { [`${ns}user_role`]: 'support' } },
  },
  {
    title: "another realm's blocked person blocks nobody here",
    items: [user({}), inRealm('partners', user({}, { blocked: true }))],
    expected: { outcome: 'issue', claims: defaults },
  },
  {
    title: 'a subject with #, / and | is that subject and no other',
    request: { subject: { kind: 'user', id: 'idp|a#b/c' } },
    items: [user({ user_id: 5 }, {}, 'idp|a#b/c'), user({ user_id: 6 }, {}, 'idp|a')],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}user_id`]: 5 } },
  },
  {
    title: 'a required claim that is missing means no token',
    policy: 'required',
    items: [user({})],
    expected: { outcome: 'deny', reason: 'required_claim_missing' },
  },
  {
    title: 'a required claim that is there does not',
    policy: 'required',
    items: [user({ role: 'r' })],
    expected: { outcome: 'issue', claims: { [`${ns}role`]: 'r' } },
  },
  {
    title: 'a required claim whose scope was not granted is not missing',
    policy: 'requiredByScope',
    items: [user({})],
    expected: { outcome: 'issue', claims: {}, withheld: { role: 'scope_not_granted' } },
  },
  {
    title: 'a required claim that its schema refuses is missing',
    policy: 'required',
    items: [user({ role: 7 })],
    expected: { outcome: 'deny', reason: 'required_claim_missing' },
  },
];
