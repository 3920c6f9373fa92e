import { deleted, group, organization, user, type Vector } from '../support/vector.ts';

const ns = 'https://c.example/';
const defaults = { [`${ns}user_role`]: 'customer' };

export const precedence: readonly Vector[] = [
  {
    title: 'a claim without any source has its default',
    items: [user({})],
    expected: {
      outcome: 'issue',
      claims: defaults,
      withheld: { user_id: 'no_value', feature_flags: 'no_value' },
      origin: { user_role: { sources: [{ kind: 'default' }] } },
    },
  },
  {
    title: 'the user beats the group on the same key',
    items: [user({ user_role: 'admin' }, { groups: ['staff'] }), group('staff', { user_role: 'support' })],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}user_role`]: 'admin' },
      origin: {
        user_role: {
          sources: [{ kind: 'user', version: 1 }],
          overrode: [{ kind: 'group', name: 'staff', version: 1 }, { kind: 'default' }],
        },
      },
    },
  },
  {
    title: 'the group beats the organization',
    request: { organization: 'acme' },
    items: [
      user({}, { groups: ['staff'] }),
      group('staff', { company_id: 2 }),
      organization('acme', { company_id: 1 }),
    ],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}company_id`]: 2, [`${ns}tenant_id`]: 'acme' } },
  },
  {
    title: 'the organization beats the IdP attribute',
    request: { organization: 'acme', idpAttributes: { 'app_metadata.plan': 'free' } },
    items: [user({}), organization('acme', { plan: 'enterprise' })],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}plan`]: 'enterprise', [`${ns}tenant_id`]: 'acme' } },
  },
  {
    title: 'a mapped IdP attribute is used where nothing else has the claim',
    request: { idpAttributes: { 'app_metadata.plan': 'free' } },
    items: [user({})],
    expected: {
      outcome: 'issue',
      claims: { ...defaults, [`${ns}plan`]: 'free' },
      origin: { plan: { sources: [{ kind: 'idp' }] } },
    },
  },
  {
    title: 'an IdP attribute that no claim maps is not used, whatever its name',
    request: { idpAttributes: { user_role: 'admin', plan: 'enterprise' } },
    items: [user({})],
    expected: { outcome: 'issue', claims: defaults, withheld: { plan: 'no_value' } },
  },
  {
    title: 'the group with the lower precedence number wins',
    items: [
      user({}, { groups: ['a-first', 'z-strong'] }),
      group('a-first', { company_id: 1 }, 10),
      group('z-strong', { company_id: 2 }, 5),
    ],
    expected: {
      outcome: 'issue',
      claims: { ...defaults, [`${ns}company_id`]: 2 },
      origin: {
        company_id: {
          sources: [{ kind: 'group', name: 'z-strong', version: 1 }],
          overrode: [{ kind: 'group', name: 'a-first', version: 1 }],
        },
      },
    },
  },
  {
    title: 'precedence 0 is the strongest of all',
    items: [user({}, { groups: ['a', 'b'] }), group('a', { company_id: 1 }, 1), group('b', { company_id: 2 }, 0)],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}company_id`]: 2 } },
  },
  {
    title: 'a group without a precedence number comes last',
    items: [user({}, { groups: ['a', 'z'] }), group('a', { company_id: 1 }), group('z', { company_id: 2 }, 9999)],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}company_id`]: 2 } },
  },
  {
    title: 'groups of the same precedence are ordered by name, by code unit: upper case before lower',
    items: [
      user({}, { groups: ['alpha', 'Zulu'] }),
      group('alpha', { company_id: 1 }),
      group('Zulu', { company_id: 2 }),
    ],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}company_id`]: 2 } },
  },
  {
    title: 'the order in which groups are stored does not matter',
    items: [
      user({}, { groups: ['Zulu', 'alpha'] }),
      group('Zulu', { company_id: 2 }),
      group('alpha', { company_id: 1 }),
    ],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}company_id`]: 2 } },
  },
  {
    title: 'union joins the arrays of all sources, the strongest first, each element once',
    items: [
      user({ feature_flags: ['own', 'beta'] }, { groups: ['b', 'a'] }),
      group('a', { feature_flags: ['beta', 'from-a'] }),
      group('b', { feature_flags: ['from-b'] }, 1),
    ],
    expected: {
      outcome: 'issue',
      claims: { ...defaults, [`${ns}feature_flags`]: ['own', 'beta', 'from-b', 'from-a'] },
      origin: {
        feature_flags: {
          sources: [
            { kind: 'user', version: 1 },
            { kind: 'group', name: 'b', version: 1 },
            { kind: 'group', name: 'a', version: 1 },
          ],
          overrode: [],
        },
      },
    },
  },
  {
    title: 'max takes the largest number of all sources, whoever has it',
    items: [user({ max_items: 5 }, { groups: ['a'] }), group('a', { max_items: 50 })],
    expected: {
      outcome: 'issue',
      claims: { ...defaults, [`${ns}max_items`]: 50 },
      origin: {
        max_items: { sources: [{ kind: 'group', name: 'a', version: 1 }], overrode: [{ kind: 'user', version: 1 }] },
      },
    },
  },
  {
    title: 'min takes the smallest number of all sources',
    items: [user({ min_age: 21 }, { groups: ['a', 'b'] }), group('a', { min_age: 18 }), group('b', { min_age: 16 })],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}min_age`]: 16 } },
  },
  {
    title: 'a union in which one source has no array is refused rather than guessed',
    items: [user({ feature_flags: ['own'] }, { groups: ['a'] }), group('a', { feature_flags: 'all' })],
    expected: { outcome: 'issue', claims: defaults, withheld: { feature_flags: 'invalid_value' } },
  },
  {
    title: 'a deleted group has nothing to say',
    items: [user({}, { groups: ['a'] }), deleted(group('a', { company_id: 1 }))],
    expected: { outcome: 'issue', claims: defaults, withheld: { company_id: 'no_value' } },
  },
  {
    title: 'a group that is not stored has nothing to say',
    items: [user({}, { groups: ['nowhere'] })],
    expected: { outcome: 'issue', claims: defaults },
  },
  {
    title: 'group names are case-sensitive',
    items: [user({}, { groups: ['Staff'] }), group('staff', { company_id: 1 })],
    expected: { outcome: 'issue', claims: defaults },
  },
  {
    title: 'a group named in decomposed form is the group stored in composed form',
    request: { groups: ['cafe\u0301'] },
    items: [user({}), group('caf\u00e9', { company_id: 1 })],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}company_id`]: 1 } },
  },
  {
    title: 'groups of the event and of the directory count together',
    request: { groups: ['event'] },
    instance: { groups: 'both' },
    items: [
      user({}, { groups: ['stored'] }),
      group('event', { feature_flags: ['e'] }),
      group('stored', { feature_flags: ['s'] }),
    ],
    expected: { outcome: 'issue', claims: { ...defaults, [`${ns}feature_flags`]: ['e', 's'] } },
  },
  {
    title: "the event's groups do not count where the instance takes groups from the directory",
    request: { groups: ['event'] },
    instance: { groups: 'directory' },
    items: [user({}), group('event', { feature_flags: ['e'] })],
    expected: { outcome: 'issue', claims: defaults },
  },
  {
    title: "the directory's groups do not count where the instance takes groups from the event",
    instance: { groups: 'event' },
    items: [user({}, { groups: ['stored'] }), group('stored', { feature_flags: ['s'] })],
    expected: { outcome: 'issue', claims: defaults },
  },
  {
    title: 'attributes named __proto__ and constructor are attributes like any other',
    request: { groups: ['__proto__', 'constructor'] },
    items: [
      user(JSON.parse('{"__proto__":{"user_role":"admin"},"constructor":"x"}')),
      group('__proto__', { company_id: 7 }),
      group('constructor', { user_id: 8 }),
    ],
    expected: {
      outcome: 'issue',
      claims: { ...defaults, [`${ns}company_id`]: 7, [`${ns}user_id`]: 8 },
      // Written as JSON, because a literal `__proto__` would set the prototype.
      withheld: JSON.parse('{"constructor":"undeclared","__proto__":"undeclared"}'),
    },
  },
];
