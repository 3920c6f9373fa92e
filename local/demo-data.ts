import type { ItemContent, ItemKey } from '../lib/attributes/item.ts';

const realm = 'customers';
type Entry = readonly [key: ItemKey, content: ItemContent];

const user = (subject: string, content: ItemContent): Entry => [{ kind: 'user', realm, subject }, content];
const group = (name: string, precedence: number, attributes: ItemContent['attributes']): Entry => [
  { kind: 'group', realm, name },
  { precedence, attributes },
];
const organization = (id: string, attributes: ItemContent['attributes']): Entry => [
  { kind: 'org', realm, id },
  { attributes },
];
const member = (id: string, subject: string, attributes: ItemContent['attributes']): Entry => [
  { kind: 'member', realm, organization: id, subject },
  { attributes },
];

/** The people, groups, organizations and machines of the demo, for the claims of `claims.config.ts`. */
export const demoData: readonly Entry[] = [
  group('support', 10, { user_role: 'support', department: 'Support', feature_flags: ['tickets'] }),
  group('gold-customers', 20, { subscription_level: 'gold', feature_flags: ['early-access'] }),
  group('silver-customers', 30, { subscription_level: 'silver', company_id: 300 }),
  organization('org_acme', { company_id: 100, subscription_level: 'gold' }),
  organization('org_globex', { company_id: 200, subscription_level: 'bronze' }),
  // her own attributes win over those of her groups; flags are joined
  user('auth0|maria', {
    attributes: { user_id: 4711, user_role: 'admin', department: 'Sales', feature_flags: ['beta'] },
    groups: ['support', 'gold-customers'],
    email: 'maria@example.com',
  }),
  user('auth0|omar', { attributes: { user_id: 4713, department: 'Purchasing' }, email: 'omar@example.com' }),
  member('org_acme', 'auth0|omar', { user_role: 'admin' }),
  member('org_globex', 'auth0|omar', { user_role: 'customer', feature_flags: ['trial'] }),
  user('auth0|bruno', { attributes: { user_id: 4714, user_role: 'admin' }, blocked: true, email: 'bruno@example.com' }),
  [
    { kind: 'client', realm, id: 'stock-sync' },
    { attributes: { company_id: 100, subscription_level: 'gold', feature_flags: ['bulk'] } },
  ],
];
