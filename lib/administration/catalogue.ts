import type { ClaimName } from '../claims/claim-name.ts';
import type { ClaimValue } from '../claims/claim-value.ts';
import { type CompiledClaim, compilePolicy } from '../claims/compile.ts';
import type { WithholdReason } from '../claims/decision.ts';
import { defaultPrecedence } from '../claims/ordered-sources.ts';
import type { ClaimDefinition, ClaimsPolicy, Sensitivity } from '../claims/policy.ts';
import type { HookInstance } from '../hook-instance.ts';
import type { TokenHook } from '../token-hook.ts';
import { type TokenKind, tokenKinds } from '../token-request.ts';
import { claimJsonSchema, type JsonSchema } from './claim-json-schema.ts';

/** A hook instance together with the hook that it configures. */
export type CatalogueTarget = {
  readonly instance: string;
  readonly instanceConfig: HookInstance;
  readonly hook: TokenHook;
};

/** How a claim is called in one token of one hook instance, or why that token cannot have it. */
export type CatalogueName = {
  readonly instance: string;
  readonly hook: string;
  readonly token: TokenKind;
  /** Access tokens for an audience that has a namespace of its own. */
  readonly audience?: string | undefined;
  readonly name: string;
  readonly refusal?: { readonly reason: WithholdReason; readonly detail: string } | undefined;
};

/** One claim of the policy, for the people who review it and who read it in their applications. */
export type CatalogueEntry = {
  readonly claim: string;
  readonly description: string;
  /** Draft 2020-12. */
  readonly schema: JsonSchema;
  readonly default?: ClaimValue | undefined;
  readonly sensitivity?: Sensitivity | undefined;
  readonly owner?: string | undefined;
  /** Where its value may come from, lowest first. */
  readonly sources: readonly string[];
  readonly merge: 'override' | 'union' | 'max' | 'min';
  /** The scopes that release it. */
  readonly scopes: readonly string[];
  /** Released whatever the scopes. */
  readonly always: boolean;
  readonly required: boolean;
  /** Absent: every token that the hook reaches. */
  readonly tokens?: readonly TokenKind[] | undefined;
  readonly audiences?: readonly string[] | undefined;
  readonly clients?: readonly string[] | undefined;
  readonly grantTypes?: readonly string[] | undefined;
  readonly priority: number;
  /** Why a value that looks sensitive may be released all the same. */
  readonly sensitiveValueAllowed?: string | undefined;
  readonly staleOk: boolean;
  readonly names: readonly CatalogueName[];
};

/** The data dictionary of a policy, in its order, with the names that each hook instance gives its claims. */
export const createCatalogue = (
  policy: ClaimsPolicy,
  targets: readonly CatalogueTarget[],
): readonly CatalogueEntry[] => {
  const compiled = targets.map((target) => ({
    ...target,
    claims: new Map(compilePolicy(policy, target.hook.limits).claims.map((claim) => [claim.key, claim])),
  }));
  return Object.entries(policy.claims).map(([claim, definition]) => ({
    claim,
    description: definition.description,
    schema: claimJsonSchema(definition.schema),
    default: definition.default,
    sensitivity: definition.sensitivity,
    owner: definition.owner,
    sources: sourcesOf(policy, definition),
    merge: definition.merge ?? 'override',
    scopes: Object.entries(policy.scopes).flatMap(([scope, claims]) => (names(claims).includes(claim) ? [scope] : [])),
    always: names(policy.always ?? []).includes(claim),
    required: definition.required ?? false,
    tokens: definition.tokens,
    audiences: definition.audiences,
    clients: definition.clients,
    grantTypes: definition.grantTypes,
    priority: definition.priority ?? 0,
    sensitiveValueAllowed: definition.sensitiveValueAllowed,
    staleOk: definition.staleOk ?? false,
    names: compiled.flatMap((target) => namesAt(target, target.claims.get(claim))),
  }));
};

const names = (claims: readonly string[]): readonly string[] => claims;

const sourcesOf = (policy: ClaimsPolicy, definition: ClaimDefinition): readonly string[] => {
  if (definition.value !== undefined) {
    return ['computed'];
  }
  const steps = (policy.precedence ?? defaultPrecedence).flatMap((step) => {
    if (step !== 'idp') {
      return [step];
    }
    return definition.idpAttribute === undefined ? [] : [`idp (${definition.idpAttribute})`];
  });
  return definition.default === undefined ? steps : ['default', ...steps];
};

const namesAt = (
  { instance, instanceConfig, hook }: CatalogueTarget,
  claim: CompiledClaim | undefined,
): readonly CatalogueName[] => {
  if (claim === undefined) {
    return [];
  }
  const reached = tokenKinds.filter(
    (token) =>
      hook.limits.tokens.includes(token) && (instanceConfig.tokens?.includes(token) ?? true) && claim.targeted[token],
  );
  const entry = (token: TokenKind, { name, refusal }: ClaimName, audience?: string): CatalogueName => ({
    instance,
    hook: hook.name,
    token,
    name,
    ...(audience === undefined ? {} : { audience }),
    ...(refusal === undefined ? {} : { refusal }),
  });
  return [
    ...reached.map((token) => entry(token, claim.name[token])),
    ...(reached.includes('access_token')
      ? [...claim.audienceNames]
          // Where the admin maps names, no audience has another one.
          .filter(([, name]) => name.name !== claim.name.access_token.name)
          .map(([audience, name]) => entry('access_token', name, audience))
      : []),
  ];
};
