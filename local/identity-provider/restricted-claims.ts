import { restricted } from '../../functions/auth0/limits.ts';

/** Whether Auth0 drops a custom claim of this name, without an error. */
export const isRestricted = (name: string): boolean =>
  restricted.names.has(name) || restricted.prefixes.some((prefix) => name.startsWith(prefix));
