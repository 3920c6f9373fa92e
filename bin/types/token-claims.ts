import { claimJsonSchema, type JsonSchema } from '../../lib/administration/claim-json-schema.ts';
import type { ClaimName } from '../../lib/claims/claim-name.ts';
import { type CompiledPolicy, compilePolicy } from '../../lib/claims/compile.ts';
import type { ClaimDefinition, ClaimsPolicy } from '../../lib/claims/policy.ts';
import { type TokenKind, tokenKinds } from '../../lib/token-request.ts';
import { UsageError } from '../frame/command-error.ts';
import type { Target } from '../frame/configuration.ts';

/** One custom claim as an application reads it. */
export type TokenClaim = {
  readonly claim: string;
  /** As it stands in the token. */
  readonly name: string;
  readonly description: string;
  readonly schema: JsonSchema;
  /** Whether it is in every token. */
  readonly always: boolean;
  /** Some IdP carries it as JSON text, which has to be read. */
  readonly fromText: boolean;
};

export type TokenClaims = { readonly token: TokenKind; readonly claims: readonly TokenClaim[] };

/**
 * The custom claims of each token that the hook instances reach.
 * @param audience the access token's: namespace and claims may depend on it
 * @throws UsageError where two instances give a claim different names
 */
export const tokenClaims = (
  policy: ClaimsPolicy,
  targets: readonly Target[],
  audience: string | undefined,
): readonly TokenClaims[] => {
  const compiled = targets.map((target) => ({ target, compiled: compilePolicy(policy, target.hook.limits) }));
  const found = new Map<TokenKind, Map<string, TokenClaim>>();
  const add = (token: TokenKind, claim: TokenClaim): void => {
    const claims = found.get(token) ?? new Map<string, TokenClaim>();
    found.set(token, claims);
    const known = claims.get(claim.claim);
    if (known !== undefined && known.name !== claim.name) {
      throw new UsageError(
        `${claim.claim} is "${known.name}" or "${claim.name}" in the ${token}, depending on the hook instance: say which with --instance`,
      );
    }
    claims.set(claim.claim, { ...claim, fromText: claim.fromText || known?.fromText === true });
  };
  for (const { target, compiled: at } of compiled) {
    const reached = tokenKinds.filter(
      (token) => at.limits.tokens.includes(token) && (target.instanceConfig.tokens?.includes(token) ?? true),
    );
    for (const token of reached) {
      for (const claim of claimsAt(policy, at, token, audience)) {
        add(token, claim);
      }
    }
  }
  return [...found].map(([token, claims]) => ({ token, claims: [...claims.values()] }));
};

const claimsAt = (
  policy: ClaimsPolicy,
  compiled: CompiledPolicy,
  token: TokenKind,
  audience: string | undefined,
): readonly TokenClaim[] => {
  const json = compiled.limits.values === 'json';
  const declared = compiled.claims.flatMap((claim) => {
    const { key, definition, form, targeted, releasedBy } = claim;
    const name = (token === 'access_token' ? claim.audienceNames.get(audience ?? '') : undefined) ?? claim.name[token];
    const released = releasedBy === 'always' || releasedBy.size > 0;
    if (!targeted[token] || !released || !isFor(definition, audience) || name.refusal !== undefined) {
      return [];
    }
    const schema = claimJsonSchema(definition.schema);
    return [
      {
        claim: key,
        name: name.name,
        description: definition.description,
        schema: policy.unknownSubject === 'null' ? nullable(schema) : schema,
        always: definition.required === true && releasedBy === 'always' && !isNarrowed(definition),
        fromText: !json && form === 'json',
      },
    ];
  });
  const about = Object.entries(compiled.housekeeping).map(([key, names]): TokenClaim => {
    const { description, schema } = housekeeping(key);
    return {
      claim: key,
      name: nameOf(names, token),
      description,
      schema,
      always: false,
      fromText: !json && key === 'claims_epoch',
    };
  });
  return [...declared, ...about];
};

const nameOf = (names: Readonly<Record<TokenKind, ClaimName>>, token: TokenKind): string => names[token].name;

/** Audiences narrow the access token; whoever asks for no audience gets all that may be there. */
const isFor = ({ audiences }: ClaimDefinition, audience: string | undefined): boolean =>
  audience === undefined || audiences === undefined || audiences.includes(audience);

const isNarrowed = ({ audiences, clients, grantTypes }: ClaimDefinition): boolean =>
  (audiences ?? clients ?? grantTypes) !== undefined;

const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

const housekeeping = (key: string): { readonly description: string; readonly schema: JsonSchema } => {
  switch (key) {
    case 'claims_epoch':
      return { description: 'Grows when the tokens issued before no longer count', schema: { type: 'integer' } };
    case 'claims_status':
      return {
        description: '`degraded`: issued without our claims; `stale`: from the last known attributes',
        schema: { type: 'string', enum: ['degraded', 'stale'] },
      };
    default:
      return {
        description: 'Fingerprint of what the claims were decided from; for equality only',
        schema: { type: 'string' },
      };
  }
};
