import { InvalidRequestError } from '../../../lib/administration/errors.ts';
import type { ItemKey } from '../../../lib/attributes/item.ts';
import { decodePathId, parseMembershipId } from '../path-id.ts';

export type ItemCollection = 'users' | 'memberships' | 'groups' | 'organizations' | 'clients';

/** The id in a segment of a path. @throws InvalidRequestError */
export const idOf = (segment: string): string => {
  const id = decodePathId(segment);
  if (id === undefined) {
    throw new InvalidRequestError('What begins with ~ is ~ and the base64url of an id or name.');
  }
  return id;
};

/** The item of a collection by its id. @throws InvalidRequestError */
export const itemKeyOf = (collection: ItemCollection, realm: string, id: string): ItemKey => {
  switch (collection) {
    case 'users':
      return { kind: 'user', realm, subject: id };
    case 'groups':
      return { kind: 'group', realm, name: id };
    case 'organizations':
      return { kind: 'org', realm, id };
    case 'clients':
      return { kind: 'client', realm, id };
    case 'memberships': {
      const membership = parseMembershipId(id);
      if (!membership) {
        throw new InvalidRequestError('A membership is named <organization>:<subject>.');
      }
      return { kind: 'member', realm, ...membership };
    }
  }
};
