import { membership, organization, user, type Vector } from '../support/vector.ts';

const ns = 'https://c.example/';

export const other: readonly Vector[] = [
  {
    title: 'an additional source ranks where the policy says: above the user',
    policy: 'ranked',
    items: [user({ role: 'user' })],
    sources: { hr: { attributes: { role: 'hr' }, version: '1' } },
    expected: {
      outcome: 'issue',
      claims: { [`${ns}role`]: 'hr' },
      origin: {
        role: { sources: [{ kind: 'source', name: 'hr', version: '1' }], overrode: [{ kind: 'user', version: 1 }] },
      },
    },
  },
  {
    title: 'an additional source ranks where the policy says: below the user and the membership',
    policy: 'ranked',
    request: { organization: 'acme' },
    items: [membership('acme', { role: 'member' }), organization('acme', { role: 'org' })],
    sources: { hr: { attributes: { role: 'hr' }, version: '1' }, crm: { attributes: { role: 'crm' }, version: '1' } },
    expected: { outcome: 'issue', claims: { [`${ns}role`]: 'member' } },
  },
  {
    title: 'an additional source that the policy does not rank does not count',
    policy: 'ranked',
    items: [user({})],
    sources: { nobody: { attributes: { role: 'x' }, version: '1' } },
    expected: { outcome: 'issue', claims: {}, withheld: { role: 'no_value' } },
  },
  {
    title: 'claims_epoch tells how often the subject was revoked',
    policy: 'versioned',
    items: [{ ...user({ role: 'r' }), revoked: 2 }],
    expected: { outcome: 'issue', claims: { [`${ns}role`]: 'r', [`${ns}claims_epoch`]: 2 } },
  },
  {
    title: 'claims_epoch is 0 for a subject that nobody has revoked or stored',
    policy: 'versioned',
    expected: { outcome: 'issue', claims: { [`${ns}claims_epoch`]: 0 } },
  },
  {
    title: 'from last-known-good attributes only marked claims are issued, and the token says stale',
    policy: 'versioned',
    freshness: 'stale',
    items: [user({ role: 'r', other: 'o' })],
    expected: {
      outcome: 'issue',
      claims: { [`${ns}role`]: 'r', [`${ns}claims_epoch`]: 0, [`${ns}claims_status`]: 'stale' },
      withheld: { other: 'no_value' },
    },
  },
];
