import type { ReservedNames } from '../../lib/token-hook.ts';

/**
 * What Supabase's own schema of the answer requires, or what its services decide on: `role` picks the Postgres role,
 * `aal` and `amr` the strength of the login, `session_id` the session that a sign-out ends. They go back as they came.
 * @see https://supabase.com/docs/guides/auth/auth-hooks/custom-access-token-hook
 */
export const requiredClaims: ReadonlySet<string> = new Set([
  'iss',
  'aud',
  'exp',
  'iat',
  'sub',
  'email',
  'phone',
  'role',
  'aal',
  'amr',
  'session_id',
  'is_anonymous',
  'app_metadata',
  'user_metadata',
]);

export const reservedClaims: ReservedNames = {
  names: new Set([...requiredClaims, 'client_id', 'jti', 'nbf', 'ref', 'scope']),
  prefixes: [],
};
