import { isScopeToken } from '../../scope-token.ts';
import { type Check, type Finding, finding } from './finding.ts';

/** Nothing is released because somebody forgot, and nothing is declared that can never be released. */
export const checkRelease: Check = ({ policy }) => {
  const always = new Set<string>(policy.always);
  const scoped = new Set<string>(Object.values(policy.scopes).flat());
  return Object.keys(policy.claims).flatMap((claim): Finding[] => {
    if (!always.has(claim) && !scoped.has(claim)) {
      return [
        finding('release', 'error', {
          claim,
          message: 'is in no scope and not in `always`: it is never released',
          remedy: 'add it to a scope or to `always`, or remove the declaration',
        }),
      ];
    }
    return always.has(claim) && scoped.has(claim)
      ? [
          finding('release', 'warning', {
            claim,
            message: 'is in `always`, so that the scopes which name it mean nothing for it',
            remedy: 'take it out of `always`, or out of the scopes',
          }),
        ]
      : [];
  });
};

/** Each scope is one, releases something, and only what is declared. */
export const checkScopes: Check = ({ policy }) => [
  ...Object.keys(policy.scopes)
    .filter((scope) => !isScopeToken(scope))
    .map((scope) =>
      finding('scope', 'error', {
        message: `"${scope}" is no scope (RFC 6749 s.3.3): no IdP can grant it`,
        remedy: 'use visible ASCII characters without spaces, quotes and backslashes',
      }),
    ),
  ...Object.entries(policy.scopes)
    .filter(([, claims]) => claims.length === 0)
    .map(([scope]) =>
      finding('scope', 'warning', {
        message: `scope "${scope}" releases no claim`,
        remedy: 'name the claims that it is composed of, or remove it',
      }),
    ),
  ...[...Object.entries(policy.scopes), ['always', policy.always ?? []] as const].flatMap(([list, claims]) =>
    (claims as readonly string[])
      .filter((claim) => !Object.hasOwn(policy.claims, claim))
      .map((claim) =>
        finding('scope', 'error', {
          claim,
          message: `"${list}" names a claim that is not declared`,
          remedy: 'declare it in `claims`, or correct the name',
        }),
      ),
  ),
];

/** A required claim means "no token without it", which a failure policy of `issue` contradicts. */
export const checkRequired: Check = ({ policy, targets }) =>
  Object.entries(policy.claims)
    .filter(([, { required }]) => required === true)
    .flatMap(([claim]) =>
      targets
        .filter(({ instanceConfig }) => instanceConfig.onFailure === 'issue')
        .map(({ instance, hook }) =>
          finding('required-but-fails-open', 'error', {
            claim,
            instance,
            hook: hook.name,
            message: 'is required, but the instance issues tokens without our claims when we fail',
            remedy: "set the instance's `onFailure` to 'deny', or make the claim optional",
          }),
        ),
    );

/** What the policy asks of a hook beyond claims can be done there. */
export const checkSuppress: Check = ({ policy, targets }) =>
  targets.flatMap(({ instance, hook }) => [
    ...(policy.suppress !== undefined && !hook.limits.canSuppress
      ? [
          finding('suppress', 'warning', {
            instance,
            hook: hook.name,
            message: "cannot take the IdP's own claims out: `suppress` means nothing here",
            remedy: 'take them out in the configuration of the IdP',
          }),
        ]
      : []),
    ...(policy.changeScopes !== undefined && !hook.limits.canChangeScopes
      ? [
          finding('suppress', 'warning', {
            instance,
            hook: hook.name,
            message: 'cannot change scopes: `changeScopes` means nothing here',
            remedy: 'grant them in the configuration of the IdP',
          }),
        ]
      : []),
  ]);

const steps = new Set(['idp', 'organization', 'group', 'user', 'membership', 'client']);

/** Each step of the precedence is one, once, and each configured source has its rank. */
export const checkPrecedence: Check = ({ policy, sources }) => {
  const precedence: readonly string[] = policy.precedence ?? [...steps];
  const known = steps.union(new Set(sources.map((name) => `source:${name}`)));
  const unknown = precedence.filter((step) => !known.has(step));
  const twice = precedence.filter((step, index) => precedence.indexOf(step) !== index);
  const unranked = sources.filter((name) => !precedence.includes(`source:${name}`));
  const missing = [...steps].filter((step) => !precedence.includes(step));
  return [
    ...unknown.map((step) =>
      finding('precedence', 'error', {
        message: `"${step}" is neither a kind of item nor a configured source`,
        remedy: 'use idp, organization, group, user, membership, client or source:<name in sources.config.ts>',
      }),
    ),
    ...twice.map((step) =>
      finding('precedence', 'error', { message: `"${step}" is ranked twice`, remedy: 'rank it once' }),
    ),
    ...unranked.map((name) =>
      finding('precedence', 'warning', {
        message: `source "${name}" is asked for every token, but has no rank: its answers are not used`,
        remedy: `add "source:${name}" to \`precedence\`, or remove the source`,
      }),
    ),
    ...missing.map((step) =>
      finding('precedence', 'warning', {
        message: `attributes of "${step}" never become claims, because it has no rank`,
        remedy: `add "${step}" to \`precedence\`, if that is not meant`,
      }),
    ),
  ];
};
