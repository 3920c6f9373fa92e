import { api } from './client.ts';

/** The kinds of item, as the paths of API and console name them. */
export const collections = ['users', 'groups', 'organizations', 'clients', 'memberships'] as const;
export type Collection = (typeof collections)[number];

/** The collections that have a list page of their own; memberships are listed with their organization. */
export type ListedCollection = Exclude<Collection, 'memberships'>;

const realm = api.realms[':realm'];

export const itemApi = {
  users: realm.users,
  groups: realm.groups,
  organizations: realm.organizations,
  clients: realm.clients,
  memberships: realm.memberships,
} as const;

export const listApi = {
  users: realm.users,
  groups: realm.groups,
  organizations: realm.organizations,
  clients: realm.clients,
} as const;

export const memberApi = { groups: realm.groups, organizations: realm.organizations } as const;

type Words = { readonly one: string; readonly many: string; readonly id: string };

export const wordsOf: Readonly<Record<Collection, Words>> = {
  users: { one: 'user', many: 'Users', id: 'Subject' },
  groups: { one: 'group', many: 'Groups', id: 'Name' },
  organizations: { one: 'organization', many: 'Organizations', id: 'Id' },
  clients: { one: 'client', many: 'Clients', id: 'Client id' },
  memberships: { one: 'membership', many: 'Memberships', id: 'organization:subject' },
};

export const hasGroups = (collection: Collection): boolean =>
  collection === 'users' || collection === 'clients' || collection === 'memberships';

export const isSubject = (collection: Collection): collection is 'users' | 'clients' =>
  collection === 'users' || collection === 'clients';
