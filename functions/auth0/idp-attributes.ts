import type { Attributes, ClaimValue } from '../../lib/claims/claim-value.ts';

const maxDepth = 8;

const isObject = (value: ClaimValue | undefined): value is { readonly [member: string]: ClaimValue | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value by its dotted path, objects and what is in them alike. */
function* paths(prefix: string, value: ClaimValue | undefined, depth: number): Generator<[string, ClaimValue]> {
  if (value === undefined) return;
  yield [prefix, value];
  if (!isObject(value) || depth >= maxDepth) return;
  for (const [key, member] of Object.entries(value)) yield* paths(`${prefix}.${key}`, member, depth + 1);
}

/** `app_metadata` by dotted path and `roles`: what only administrators of the tenant write, never `user_metadata`. */
export const toIdpAttributes = (
  appMetadata: Attributes | null | undefined,
  roles: readonly string[] | null | undefined,
): Attributes => ({
  ...(appMetadata ? Object.fromEntries(paths('app_metadata', appMetadata, 0)) : {}),
  ...(roles ? { roles } : {}),
});
