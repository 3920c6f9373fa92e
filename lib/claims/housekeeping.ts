import type { ValueTypes } from '../token-hook.ts';
import type { TokenKind, TokenRequest } from '../token-request.ts';
import type { ClaimName } from './claim-name.ts';
import type { ClaimValue } from './claim-value.ts';
import { type CompiledPolicy, type HousekeepingKey, housekeepingKeys } from './compile.ts';
import { encodeValue } from './guards/value-type.ts';
import type { SubjectAttributes } from './subject-attributes.ts';
import type { TokenClaim } from './token-claims.ts';

export type HousekeepingValues = Readonly<Partial<Record<HousekeepingKey, ClaimValue>>>;

/** The values of our claims about the decision itself; `claims_status` only where it is not fresh. */
export const housekeepingValues = (
  version: string,
  freshness: SubjectAttributes['freshness'],
  { subject }: Pick<TokenRequest, 'subject'>,
  { user, client }: Pick<SubjectAttributes, 'user' | 'client'>,
): HousekeepingValues => ({
  claims_version: version,
  claims_epoch: (subject.kind === 'user' ? user : client)?.epoch ?? 0,
  ...(freshness !== 'fresh' && { claims_status: freshness }),
});

/** Our claims about the decision, for every token that it reaches and as far as the policy asks for them. */
export const housekeepingClaims = (
  { housekeeping, limits }: Pick<CompiledPolicy, 'housekeeping' | 'limits'>,
  values: HousekeepingValues,
  reachable: ReadonlySet<TokenKind>,
): readonly TokenClaim[] => {
  const claims: TokenClaim[] = [];
  for (const key of housekeepingKeys) {
    const value = values[key];
    const names = housekeeping[key];
    if (value === undefined || names === undefined) continue;
    for (const token of reachable) claims.push(housekeepingClaim(key, token, value, names[token], limits.values));
  }
  return claims;
};

const housekeepingClaim = (
  key: string,
  token: TokenKind,
  value: ClaimValue,
  { name, bytes, refusal }: ClaimName,
  types: ValueTypes,
): TokenClaim => {
  const encoded = encodeValue(value, types, 'json') ?? null;
  const common = { claim: key, token, sources: [{ kind: 'system' as const }], overrode: [] };
  return {
    trace: refusal
      ? { ...common, outcome: 'withheld', ...refusal }
      : { ...common, outcome: 'released', name, bytes: bytes + JSON.stringify(encoded).length },
    value: encoded,
    // Dropped last: an API that is told nothing of a degraded token would trust it.
    priority: Number.POSITIVE_INFINITY,
    required: false,
  };
};
