import type { PerToken, TokenRequest } from '../token-request.ts';
import type { ClaimsSet } from './claim-value.ts';
import type { CompiledPolicy } from './compile.ts';

/**
 * The claims of ours that each token carries from an earlier time (refresh, consent) and that are not released again:
 * everything under our namespaces and the names that the policy releases plain, former ones included.
 */
export const staleNames = (
  { ourNamespaces, ourPlainNames }: Pick<CompiledPolicy, 'ourNamespaces' | 'ourPlainNames'>,
  { present }: Pick<TokenRequest, 'present'>,
  claims: PerToken<ClaimsSet>,
): PerToken<readonly string[]> => {
  const stale = (before: ClaimsSet, released: ClaimsSet): readonly string[] =>
    Object.keys(before).filter(
      (name) =>
        !Object.hasOwn(released, name) &&
        (ourPlainNames.has(name) || ourNamespaces.some((namespace) => name.startsWith(namespace))),
    );
  return {
    id_token: stale(present.id_token, claims.id_token),
    access_token: stale(present.access_token, claims.access_token),
    userinfo: stale(present.userinfo, claims.userinfo),
  };
};
