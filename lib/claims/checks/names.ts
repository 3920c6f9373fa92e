import { tokenKinds } from '../../token-request.ts';
import { type CompiledClaim, housekeepingKeys } from '../compile.ts';
import { namespaceFault } from '../guards/namespace.ts';
import { registeredName } from '../guards/registered-names.ts';
import { retiredNameFault } from '../retired-names.ts';
import { type Check, type Finding, finding } from './finding.ts';

/** Every namespace that the policy mentions is one. */
export const checkNamespaces: Check = ({ policy }) => {
  const mentioned: [where: string, namespace: string | null | undefined, claim?: string][] = [
    ['namespace', policy.namespace],
    ...Object.entries(policy.audienceNamespaces ?? {}).map(([audience, namespace]): [string, string] => [
      `audienceNamespaces["${audience}"]`,
      namespace,
    ]),
    ...(policy.retiredNamespaces ?? []).map((namespace): [string, string] => ['retiredNamespaces', namespace]),
    ...Object.entries(policy.claims).map(([claim, { namespace }]): [string, string | null | undefined, string] => [
      'namespace of the claim',
      namespace,
      claim,
    ]),
  ];
  return mentioned.flatMap(([where, namespace, claim]) => {
    const fault = typeof namespace === 'string' ? namespaceFault(namespace) : undefined;
    return fault === undefined
      ? []
      : finding('namespace', 'error', {
          claim,
          message: `${where} "${namespace}" ${fault}`,
          remedy: 'use an https URL of yours that ends in "/" or "#", or null for keys exactly as entered',
        });
  });
};

/** No claim has a name that a specification or an IdP keeps for itself, in a token that it targets. */
export const checkNames: Check = ({ targets }) =>
  targets.flatMap(({ instance, hook, compiled }) =>
    compiled.claims.flatMap((claim) => {
      const refused = hook.limits.tokens.filter(
        (token) => claim.targeted[token] && claim.name[token].refusal?.reason === 'reserved_name',
      );
      const [first] = refused;
      if (first === undefined) return [];
      return finding('name', 'error', {
        claim: claim.key,
        instance,
        hook: hook.name,
        message: `"${claim.name[first].name}" is ${claim.name[first].refusal?.detail} (${refused.join(', ')})`,
        remedy: 'rename the claim, give it a namespace, or limit `tokens`',
      });
    }),
  );

/** No two claims come out under one name, in a token for any audience. */
export const checkDuplicateNames: Check = ({ policy, targets }) =>
  targets.flatMap(({ instance, hook, compiled }) => {
    // By name and claim, so that two claims with namespaces of their own are told once and not for every audience.
    const findings = new Map<string, Finding>();
    const namesAt = (audience?: string) => {
      const owners = new Map<string, CompiledClaim>();
      for (const claim of compiled.claims) {
        const own = audience === undefined ? undefined : claim.audienceNames.get(audience);
        // The same in every token: only what is refused differs.
        const { name } = own ?? claim.name.id_token;
        const owner = owners.get(name);
        if (owner === undefined) owners.set(name, claim);
        else {
          const message = `"${name}" is also the name of "${owner.key}"`;
          const remedy = 'rename one of the two, or give it another namespace';
          findings.set(
            `${name} ${claim.key}`,
            finding('duplicate-name', 'error', { claim: claim.key, instance, hook: hook.name, message, remedy }),
          );
        }
      }
    };
    namesAt();
    if (hook.limits.tokens.includes('access_token'))
      for (const audience of Object.keys(policy.audienceNamespaces ?? {})) namesAt(audience);
    return [...findings.values()];
  });

/** The names of our own claims about the decision are free. */
export const checkHousekeepingNames: Check = ({ policy }) =>
  housekeepingKeys
    .filter((key) => Object.hasOwn(policy.claims, key))
    .map((claim) =>
      finding('housekeeping-name', 'error', {
        claim,
        message: `"${claim}" is the name of a claim about the decision itself`,
        remedy: 'rename the claim; `housekeeping` in the policy releases ours',
      }),
    );

/** A retired name is one that used to be ours: no other's, and not one that is in use. */
export const checkRetiredNames: Check = ({ policy, targets }) =>
  (policy.retiredNames ?? []).flatMap((name) => {
    const clause = registeredName(name, false);
    const faults =
      clause === undefined
        ? targets.flatMap(({ instance, hook }) => {
            const fault = retiredNameFault(name, hook.limits);
            return fault === undefined ? [] : { instance, hook: hook.name, fault };
          })
        : [{ fault: `registered by ${clause}` }];
    const refused = faults.map(({ fault, ...where }) =>
      finding('retired-name', 'error', {
        ...where,
        message: `retiredNames "${name}" is ${fault}: a claim of the IdP, which is never taken out`,
        remedy: 'remove it from `retiredNames`; `suppress` takes claims of an IdP out, where the hook can',
      }),
    );
    const namespace = Object.hasOwn(policy.claims, name) ? policy.claims[name]?.namespace : undefined;
    const inUse =
      (namespace === undefined ? policy.namespace : namespace) === null &&
      (Object.hasOwn(policy.claims, name) || housekeepingKeys.some((key) => key === name));
    return inUse
      ? [
          ...refused,
          finding('retired-name', 'warning', {
            message: `retiredNames "${name}" is the name of a claim of the policy: it is taken out only where it is not released`,
            remedy: 'remove it from `retiredNames`, or rename the claim',
          }),
        ]
      : refused;
  });

/** Each claim can get into some token at some instance; where it cannot at one, that is said. */
export const checkReach: Check = ({ targets, policy }) =>
  Object.entries(policy.claims).flatMap(([claim, { tokens = tokenKinds }]) => {
    const unreached = targets.filter(
      ({ hook, instanceConfig }) =>
        !tokens.some((token) => hook.limits.tokens.includes(token) && (instanceConfig.tokens?.includes(token) ?? true)),
    );
    if (targets.length > 0 && unreached.length === targets.length) {
      return finding('token-unreachable', 'error', {
        claim,
        message: `no hook instance reaches ${tokens.join(', ')}: the claim is never issued`,
        remedy: 'widen `tokens`, or enable a hook that reaches them',
      });
    }
    return unreached.map(({ instance, hook }) =>
      finding('token-unreachable', 'info', {
        claim,
        instance,
        hook: hook.name,
        message: `the hook reaches only ${hook.limits.tokens.join(', ')}, the claim targets ${tokens.join(', ')}`,
        remedy: 'nothing, if the claim is meant for other IdPs; else widen `tokens`',
      }),
    );
  });

/** A claim for one token only is never issued where one set of claims answers for several. */
export const checkSharedClaimsSets: Check = ({ targets }) =>
  targets.flatMap(({ instance, instanceConfig, hook, compiled }) => {
    const shared = hook.limits.sharedClaimsSet.filter((token) => instanceConfig.tokens?.includes(token) ?? true);
    return compiled.claims
      .filter(({ targeted }) => shared.some((token) => targeted[token]) && shared.some((token) => !targeted[token]))
      .map(({ key, targeted }) =>
        finding('shared-claims-set', 'warning', {
          claim: key,
          instance,
          hook: hook.name,
          message: `one set of claims answers for ${shared.join(' and ')} here, and the claim does not target ${shared
            .filter((token) => !targeted[token])
            .join(', ')}: withheld from a request that has both`,
          remedy: "add the token to the claim's `tokens`, or limit the instance's `tokens`",
        }),
      );
  });
