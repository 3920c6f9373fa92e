import type { ScopesRule } from '../../hook-instance.ts';
import type { ClaimsPolicy } from '../policy.ts';
import { type Check, type CheckContext, type Finding, finding } from './finding.ts';

const narrowing = ['audiences', 'clients', 'grantTypes'] as const;

/**
 * The grant types that have a short name, and `unknown` for IdPs that do not say; extensions are URIs.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.5
 */
const grantTypes = new Set([
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'password',
  'implicit',
  'unknown',
]);

/** Whether a grant type is one that somebody could mean. */
export const isGrantType = (text: string): boolean => grantTypes.has(text) || text.includes(':');

/** No claim is narrowed so far that no request fits, and each is released by a scope that somebody can be granted by now. */
export const checkNeverReleased: Check = (context) => {
  const grantable = grantableScopes(context);
  return Object.entries(context.policy.claims).flatMap(([claim, definition]): Finding[] => [
    ...narrowing
      .filter((member) => definition[member]?.length === 0)
      .map((member) =>
        finding('never-released', 'error', {
          claim,
          message: `has empty \`${member}\`, which no request fits: it is never released`,
          remedy: `remove \`${member}\`, or name some`,
        }),
      ),
    ...(definition.grantTypes ?? [])
      .filter((grantType) => !isGrantType(grantType))
      .map((grantType) =>
        finding('never-released', 'error', {
          claim,
          message: `names the grant type "${grantType}", which there is not`,
          remedy: `use ${[...grantTypes].join(', ')}, or the URI of an extension`,
        }),
      ),
    ...(grantable === 'any' ? [] : neverGranted(claim, context.policy, grantable)),
  ]);
};

const neverGranted = (claim: string, policy: ClaimsPolicy, grantable: ReadonlySet<string>): readonly Finding[] => {
  const always: readonly string[] = policy.always ?? [];
  const scopes = Object.entries(policy.scopes)
    .filter(([, claims]) => (claims as readonly string[]).includes(claim))
    .map(([scope]) => scope);
  return always.includes(claim) || scopes.length === 0 || scopes.some((scope) => grantable.has(scope))
    ? []
    : [
        // The policy may be there before the clients that are entitled.
        finding('never-released', 'warning', {
          claim,
          message: `is released by no scope but ${scopes.map((scope) => `"${scope}"`).join(', ')}, and no hook instance entitles a client to that, or assumes it: nobody gets it yet`,
          remedy: "name the scope in an instance's `scopes` (hooks.config.ts), or release the claim by another one",
        }),
      ];
};

const namedScopes = (scopes: Exclude<ScopesRule, { readonly from: 'granted' }>): readonly string[] =>
  scopes.from === 'requested' ? Object.values(scopes.entitled).flat() : scopes.scopes;

/** An IdP that says what it granted may grant anything; so may one whose rule does not fit, which is told already. */
const grantableScopes = ({ targets }: CheckContext): 'any' | ReadonlySet<string> => {
  const named = new Set<string>();
  for (const { instanceConfig, hook } of targets) {
    const { scopes } = instanceConfig;
    const known = hook.limits.scopes ?? 'both';
    if (scopes.from === 'granted' || (scopes.from === 'requested' && known !== 'both' && known !== 'requested')) {
      return 'any';
    }
    for (const scope of namedScopes(scopes)) named.add(scope);
  }
  return targets.length === 0 ? 'any' : named;
};
