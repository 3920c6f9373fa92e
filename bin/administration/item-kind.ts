import type { ItemKey } from '../../lib/attributes/item.ts';

/** What `claims user`, `group`, `org` and `client` differ in. */
export type ItemKindCommand = {
  readonly kind: 'user' | 'group' | 'org' | 'client';
  /** How it is called in a sentence. */
  readonly what: string;
  /** The argument's name in the help, and an example of one. */
  readonly argument: string;
  readonly example: string;
  readonly takesGroups: boolean;
  readonly canBeBlocked: boolean;
  /** Whether `--in ORGANIZATION` means the membership instead. */
  readonly hasMemberships: boolean;
};

export const userKind: ItemKindCommand = {
  kind: 'user',
  what: 'user',
  argument: 'subject',
  example: '"auth0|42"',
  takesGroups: true,
  canBeBlocked: true,
  hasMemberships: true,
};

export const groupKind: ItemKindCommand = {
  kind: 'group',
  what: 'group',
  argument: 'name',
  example: 'premium',
  takesGroups: false,
  canBeBlocked: false,
  hasMemberships: false,
};

export const organizationKind: ItemKindCommand = {
  kind: 'org',
  what: 'organization',
  argument: 'id',
  example: 'org_acme',
  takesGroups: false,
  canBeBlocked: true,
  hasMemberships: false,
};

export const clientKind: ItemKindCommand = {
  kind: 'client',
  what: 'client',
  argument: 'id',
  example: 'shop-reports',
  takesGroups: true,
  canBeBlocked: true,
  hasMemberships: false,
};

export const itemKinds: readonly ItemKindCommand[] = [userKind, groupKind, organizationKind, clientKind];

/** The key of an item, or of a person's membership in an organization. */
export const toItemKey = (
  kind: ItemKindCommand['kind'],
  realm: string,
  id: string,
  organization?: string | undefined,
): ItemKey => {
  switch (kind) {
    case 'user':
      return organization === undefined
        ? { kind, realm, subject: id }
        : { kind: 'member', realm, organization, subject: id };
    case 'group':
      return { kind, realm, name: id };
    case 'org':
    case 'client':
      return { kind, realm, id };
  }
};
