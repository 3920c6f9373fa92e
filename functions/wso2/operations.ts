import type { ClaimsSet, ClaimValue } from '../../lib/claims/claim-value.ts';

export type Operation = {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: ClaimValue;
};

export type AllowedOperations = readonly {
  readonly op: string;
  readonly paths?: readonly string[] | null | undefined;
}[];

/**
 * WSO2's own rule: the path itself is in the list, or the part of it up to its last slash.
 * @see https://github.com/wso2/carbon-identity-framework (OperationComparator)
 */
const isAllowed =
  (allowed: AllowedOperations) =>
  ({ op, path }: Operation): boolean => {
    const base = path.slice(0, path.lastIndexOf('/') + 1);
    return allowed.some((entry) => entry.op === op && entry.paths?.some((other) => other === path || other === base));
  };

/** WSO2 splits a path at its slashes and takes a number at the end for an index: such a claim cannot be named. */
const isAddressable = (name: string): boolean => !name.includes('/') && !/^[+-]?\d+$/.test(name);

type ClaimChanges = {
  /** `/accessToken/claims/` or `/idToken/claims/` */
  readonly prefix: string;
  readonly present: ClaimsSet;
  readonly claims: ClaimsSet;
  readonly removed: readonly string[];
};

/** `add` fails for a claim that the token has already (after a refresh: ours), and `replace` for one it has not. */
export const claimOperations = (
  { prefix, present, claims, removed }: ClaimChanges,
  allowed: AllowedOperations,
): readonly Operation[] => {
  const changes: Operation[] = Object.entries(claims).map(([name, value]) =>
    Object.hasOwn(present, name)
      ? { op: 'replace', path: `${prefix}${name}`, value }
      : { op: 'add', path: `${prefix}-`, value: { name, value } },
  );
  const removals: Operation[] = removed
    .filter((name) => Object.hasOwn(present, name) && !Object.hasOwn(claims, name))
    .map((name) => ({ op: 'remove', path: `${prefix}${name}` }));
  return [...changes, ...removals]
    .filter(({ op, path }) => op === 'add' || isAddressable(path.slice(prefix.length)))
    .filter(isAllowed(allowed));
};

const scopesPath = '/accessToken/scopes/';

/** Scopes go by their place in the list that came in, whatever was removed before. */
export const scopeOperations = (
  present: readonly string[],
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
  allowed: AllowedOperations,
): readonly Operation[] =>
  [
    ...add
      .filter((scope) => !present.includes(scope))
      .map((value): Operation => ({ op: 'add', path: `${scopesPath}-`, value })),
    ...present.flatMap((scope, index): Operation[] =>
      remove.includes(scope) ? [{ op: 'remove', path: `${scopesPath}${index}` }] : [],
    ),
  ].filter(isAllowed(allowed));
