import type { Attributes, ClaimValue } from './claims/claim-value.ts';

type Members = { readonly [member: string]: ClaimValue | undefined };

const isObject = (value: ClaimValue | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key may hold dots itself (`metadata` keys are free text), so the longest key is tried first. */
const atPath = (members: Members, path: string): ClaimValue | undefined => {
  if (Object.hasOwn(members, path)) return members[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const head = path.slice(0, dot);
    const inner = Object.hasOwn(members, head) ? members[head] : undefined;
    if (isObject(inner)) return atPath(inner, path.slice(dot + 1));
  }
  return undefined;
};

/**
 * The values of an IdP's event that the hook instance vouches for (`idpAttributes`), by dotted path
 * (`profile.costCenter`). Nothing that is not listed: profile fields are often editable by the user.
 */
export const vouchedAttributes = (source: Members, paths: readonly string[] | undefined): Attributes => {
  const attributes: Record<string, ClaimValue> = {};
  for (const path of paths ?? []) {
    const value = atPath(source, path);
    if (value !== undefined) attributes[path] = value;
  }
  return attributes;
};
