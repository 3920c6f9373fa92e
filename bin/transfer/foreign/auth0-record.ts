import { ownAttributes } from './own-attributes.ts';
import type { ToRecord } from './read-foreign-rows.ts';
import { textList, textOf } from './values.ts';

/**
 * A user of an Auth0 export job (NDJSON or CSV, with `user_id`, `email`, `app_metadata`, `blocked` among its fields).
 * Attributes come from `app_metadata`, which the user cannot edit; `user_metadata`, which the user can, is never read.
 * Groups come from `roles` (added to the export, or in `app_metadata`) and from the Authorization Extension's part.
 * @see https://auth0.com/docs/manage-users/user-migration/bulk-user-exports
 */
export const toAuth0Record: ToRecord = (user, context) => {
  const subject = textOf(user['user_id']) ?? textOf(user['Id']);
  if (subject === undefined) {
    return { problem: 'has no "user_id": export that field too' };
  }
  const metadata = new Map<string, unknown>();
  for (const [name, value] of Object.entries(user)) {
    if (name === 'app_metadata' && isRecord(value)) {
      for (const [key, member] of Object.entries(value)) {
        metadata.set(`app_metadata.${key}`, member);
      }
    } else if (name.startsWith('app_metadata.')) {
      metadata.set(name, value);
    }
  }
  const roles = context.claimOf('app_metadata.roles') === undefined ? take(metadata, 'app_metadata.roles') : undefined;
  const authorization = take(metadata, 'app_metadata.authorization');
  const extension = isRecord(authorization) ? authorization : {};
  const groups = [
    ...textList(user['roles']),
    ...textList(roles),
    ...textList(extension['groups']),
    ...textList(extension['roles']),
    ...context.groupsOf(subject),
  ];
  const email = textOf(user['email']);
  const blocked = user['blocked'] === true || user['blocked'] === 'true';
  return {
    value: {
      kind: 'user',
      realm: context.realm,
      subject,
      attributes: ownAttributes(metadata, context),
      ...(groups.length === 0 ? {} : { groups: [...new Set(groups)] }),
      ...(email === undefined ? {} : { email }),
      ...(blocked ? { blocked } : {}),
    },
  };
};

const take = (metadata: Map<string, unknown>, name: string): unknown => {
  const value = metadata.get(name);
  metadata.delete(name);
  return value;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
