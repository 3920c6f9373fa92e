import { deleted, group, membership, organization, user, type Vector } from '../support/vector.ts';

const ns = 'https://c.example/';
const defaults = { [`${ns}user_role`]: 'customer' };

export const memberships: readonly Vector[] = [
  {
    title: 'what somebody is in the organization of the request beats what they are by themselves',
    request: { organization: 'acme' },
    items: [user({ user_role: 'customer' }), membership('acme', { user_role: 'admin' })],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}user_role`]: 'admin', [`${ns}tenant_id`]: 'acme' },
      origin: {
        user_role: {
          sources: [{ kind: 'membership', version: 1 }],
          overrode: [{ kind: 'user', version: 1 }, { kind: 'default' }],
        },
      },
    },
  },
  {
    title: 'what somebody is in one organization never shows in a token for another',
    request: { organization: 'umbrella' },
    items: [
      user({}),
      membership('acme', { user_role: 'admin', company_id: 1 }),
      organization('acme', { company_id: 1 }),
    ],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}tenant_id`]: 'umbrella' } },
  },
  {
    title: 'without an organization in the request no membership counts, but for the one that the user item names',
    items: [user({}), membership('acme', { user_role: 'admin' })],
    expected: { outcome: 'issue', claims: defaults, withheld: { tenant_id: 'no_value' } },
  },
  {
    title: 'groups of the membership count in a token for that organization',
    request: { organization: 'acme' },
    items: [user({}), membership('acme', {}, { groups: ['buyers'] }), group('buyers', { feature_flags: ['buy'] })],
    expected: {
      outcome: 'issue',
      claims: { ...defaults, [`${ns}feature_flags`]: ['buy'], [`${ns}tenant_id`]: 'acme' },
    },
  },
  {
    title: 'groups of the membership do not count in a token for another organization',
    request: { organization: 'umbrella' },
    items: [user({}), membership('acme', {}, { groups: ['buyers'] }), group('buyers', { feature_flags: ['buy'] })],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}tenant_id`]: 'umbrella' } },
  },
  {
    title: 'a deleted membership has nothing to say',
    request: { organization: 'acme' },
    items: [user({}), deleted(membership('acme', { user_role: 'admin' }))],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}tenant_id`]: 'acme' } },
  },
  {
    title: 'a blocked membership is denied in that organization',
    request: { organization: 'acme' },
    items: [user({}), membership('acme', {}, { blocked: true })],
    expected: { outcome: 'deny', reason: 'blocked' },
  },
  {
    title: 'a blocked membership does not matter in another organization',
    request: { organization: 'umbrella' },
    items: [user({}), membership('acme', {}, { blocked: true })],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}tenant_id`]: 'umbrella' } },
  },
  {
    title: 'a blocked organization is denied',
    request: { organization: 'acme' },
    items: [user({}), organization('acme', {}, { blocked: true })],
    expected: { outcome: 'deny', reason: 'blocked' },
  },
  {
    title: 'a computed claim falls back to the organization that the user item names',
    items: [user({}, { organization: 'home' })],
    expected: {
      outcome: 'issue',
      claims: { ...defaults, [`${ns}tenant_id`]: 'home' },
      origin: { tenant_id: { sources: [{ kind: 'computed' }] } },
    },
  },
];
