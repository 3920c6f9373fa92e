import { CommandError } from '../../frame/command-error.ts';
import { readObjects } from './read-objects.ts';

/** How the products call the user in their lists of assignments, and the group. */
const userFields = ['user_id', 'Username', 'username', 'cognito:username', 'subject'];
const groupFields = ['group', 'GroupName', 'role', 'role_name'];

/**
 * Who is in which group, from lists of assignments: `GROUP=FILE` lists the users of one group (as Auth0's
 * `GET /roles/{id}/users` and Cognito's `list-users-in-group` answer), `FILE` has user and group in each row.
 */
export const readGroupsOfUsers = async (sources: readonly string[]): Promise<(user: string) => readonly string[]> => {
  const groups = new Map<string, string[]>();
  for (const source of sources) {
    const at = source.indexOf('=');
    const group = at < 0 ? undefined : source.slice(0, at);
    const file = source.slice(at + 1);
    for await (const row of readObjects(file)) {
      const user = 'value' in row ? firstText(row.value, userFields) : undefined;
      const name = group ?? ('value' in row ? firstText(row.value, groupFields) : undefined);
      if (user === undefined || name === undefined) {
        throw new CommandError(
          `${file} line ${row.line} names no ${user === undefined ? `user (${userFields.join(', ')})` : `group (${groupFields.join(', ')}; or say GROUP=FILE)`}`,
        );
      }
      groups.set(user, [...(groups.get(user) ?? []), name]);
    }
  }
  return (user) => groups.get(user) ?? [];
};

const firstText = (row: Readonly<Record<string, unknown>>, fields: readonly string[]): string | undefined => {
  const value = fields.map((field) => row[field]).find((entry) => typeof entry === 'string' && entry !== '');
  return typeof value === 'string' ? value : undefined;
};
