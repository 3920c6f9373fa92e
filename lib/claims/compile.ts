import type { HookLimits } from '../token-hook.ts';
import type { PerToken, TokenKind } from '../token-request.ts';
import { type ClaimName, claimName } from './claim-name.ts';
import type { ClaimValue } from './claim-value.ts';
import { policyFingerprint } from './fingerprint.ts';
import { isSensitiveName } from './guards/sensitive/sensitive-name.ts';
import { defaultShapeLimits, type ShapeLimits } from './guards/shape.ts';
import { budgetBytes } from './guards/size.ts';
import type { TextForm } from './guards/value-type.ts';
import type { MergeKey } from './merge.ts';
import { defaultPrecedence } from './ordered-sources.ts';
import type { ClaimDefinition, ClaimsPolicy, PrecedenceStep } from './policy.ts';
import { retiredNameFault } from './retired-names.ts';
import { schemaFacts } from './schema-facts.ts';

/** One claim of the policy, with everything worked out that no request can change. */
export type CompiledClaim = {
  readonly key: string;
  readonly definition: ClaimDefinition;
  readonly merge: MergeKey;
  /** The scopes that release it, or `always`. */
  readonly releasedBy: 'always' | ReadonlySet<string>;
  readonly targeted: PerToken<boolean>;
  readonly name: PerToken<ClaimName>;
  /** The access token's name for audiences with a namespace of their own. */
  readonly audienceNames: ReadonlyMap<string, ClaimName>;
  readonly form: TextForm;
  /** Whether values are looked at for sensitive data: not where all are in the policy, or an exception is reasoned. */
  readonly scanned: boolean;
  readonly sensitiveName: boolean;
  readonly priority: number;
};

/** Our own claims about the decision. */
export const housekeepingKeys = ['claims_version', 'claims_epoch', 'claims_status'] as const;
export type HousekeepingKey = (typeof housekeepingKeys)[number];

export type CompiledPolicy = {
  readonly policy: ClaimsPolicy;
  readonly limits: HookLimits;
  readonly claims: readonly CompiledClaim[];
  readonly keys: ReadonlySet<string>;
  readonly precedence: readonly PrecedenceStep[];
  readonly shape: ShapeLimits;
  /** UTF-8 bytes of one token's claims: the hook's limit and the policy's budget, whichever is less. */
  readonly budget: number;
  readonly housekeeping: Readonly<Partial<Record<HousekeepingKey, PerToken<ClaimName>>>>;
  /** Namespaces and plain names, former ones too, by which claims of ours are known in a token. */
  readonly ourNamespaces: readonly string[];
  readonly ourPlainNames: ReadonlySet<string>;
  /** Every name that the policy or this product gives a meaning to, also where it is not released now. */
  readonly takenNames: ReadonlySet<string>;
  /** Whether the policy has functions that see all attributes. */
  readonly computes: boolean;
  readonly fingerprint: string;
  readonly usesGrantType: boolean;
  readonly idpPaths: readonly string[];
};

const perToken = <Value>(make: (token: TokenKind) => Value): PerToken<Value> => ({
  id_token: make('id_token'),
  access_token: make('access_token'),
  userinfo: make('userinfo'),
});

/**
 * Works out, once at module load, all that a policy means at one hook. Never throws for a mistake in the policy: a
 * claim that the hook cannot carry is withheld with its reason on every request, and `claims check` reports it before.
 */
export const compilePolicy = (policy: ClaimsPolicy, limits: HookLimits): CompiledPolicy => {
  const definitions = Object.entries(policy.claims);
  const computes = policy.changeScopes !== undefined || definitions.some(([, { value }]) => value !== undefined);
  const claims = definitions.map(([key, definition]) => compileClaim(key, definition, policy, limits));
  const name = (key: string) => perToken((token) => claimName(key, policy.namespace, token, limits));
  const { version = false, epoch = false, status = true } = policy.housekeeping ?? {};
  const housekeeping = {
    ...(version && { claims_version: name('claims_version') }),
    ...(epoch && { claims_epoch: name('claims_epoch') }),
    ...(status && { claims_status: name('claims_status') }),
  };
  const names = [
    ...claims.flatMap((claim) => Object.values(claim.name)),
    ...Object.values(housekeeping).flatMap((names) => Object.values(names)),
  ];
  return {
    policy,
    limits,
    claims,
    keys: new Set(definitions.map(([key]) => key)),
    precedence: policy.precedence ?? defaultPrecedence,
    shape: { ...defaultShapeLimits, ...policy.limits },
    budget: Math.min(limits.bytes, policy.budget ? budgetBytes(policy.budget.size) : limits.bytes),
    housekeeping,
    ourNamespaces: [
      ...new Set(
        [
          policy.namespace,
          ...Object.values(policy.audienceNamespaces ?? {}),
          ...(policy.retiredNamespaces ?? []),
          ...definitions.map(([, { namespace }]) => namespace),
        ].filter((namespace): namespace is string => typeof namespace === 'string' && namespace !== ''),
      ),
    ],
    ourPlainNames: new Set([
      ...names.filter(({ namespaced, refusal }) => !namespaced && refusal === undefined).map(({ name }) => name),
      ...(policy.retiredNames ?? []).filter((retired) => retiredNameFault(retired, limits) === undefined),
    ]),
    takenNames: new Set(
      [
        ...claims.flatMap((claim) => [...Object.values(claim.name), ...claim.audienceNames.values()]),
        ...housekeepingKeys.flatMap((key) => Object.values(name(key))),
      ].map((taken) => taken.name),
    ),
    computes,
    fingerprint: policyFingerprint(policy),
    usesGrantType: computes || definitions.some(([, { grantTypes }]) => grantTypes !== undefined),
    idpPaths: definitions.flatMap(([, { idpAttribute }]) => idpAttribute ?? []).toSorted(),
  };
};

const compileClaim = (
  key: string,
  definition: ClaimDefinition,
  policy: ClaimsPolicy,
  limits: HookLimits,
): CompiledClaim => {
  const namespace = definition.namespace === undefined ? policy.namespace : definition.namespace;
  const { form, fixed } = schemaFacts(definition.schema);
  const excepted = definition.sensitiveValueAllowed !== undefined;
  return {
    key,
    definition,
    merge: {
      key,
      idpAttribute: definition.idpAttribute,
      rule: definition.merge ?? 'override',
      default: definition.default as ClaimValue | undefined,
    },
    releasedBy: (policy.always as readonly string[] | undefined)?.includes(key)
      ? 'always'
      : new Set(
          Object.entries(policy.scopes)
            .filter(([, keys]) => (keys as readonly string[]).includes(key))
            .map(([scope]) => scope),
        ),
    targeted: perToken((token) => definition.tokens?.includes(token) ?? true),
    name: perToken((token) => claimName(key, namespace, token, limits)),
    audienceNames: new Map(
      // A claim with a namespace of its own, or none, has said so for every audience.
      Object.entries(definition.namespace === undefined ? (policy.audienceNamespaces ?? {}) : {}).map(
        ([audience, own]) => [audience, claimName(key, own, 'access_token', limits)],
      ),
    ),
    form,
    scanned: !fixed && !excepted,
    sensitiveName: !excepted && isSensitiveName(key),
    priority: definition.priority ?? 0,
  };
};
