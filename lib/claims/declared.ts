import { type TokenKind, type TokenRequest, tokenKinds } from '../token-request.ts';
import type { ClaimName } from './claim-name.ts';
import type { CompiledClaim, CompiledPolicy } from './compile.ts';
import type { ClaimTrace, WithholdReason } from './decision.ts';
import { type EvaluatedClaim, type Evaluation, evaluateClaim } from './evaluate-claim.ts';
import { notReleased, notReleasedAtAll, type ReleaseContext } from './release.ts';
import type { TokenClaim } from './token-claims.ts';

/** One declared claim at every token, released or withheld. */
export const declaredClaim = (
  claim: CompiledClaim,
  evaluation: Evaluation,
  context: ReleaseContext,
): readonly TokenClaim[] => {
  const { limits } = evaluation.compiled;
  const refused = notReleasedAtAll(claim, context);
  const shared = sharedRefusal(claim, limits.sharedClaimsSet, context, refused);
  let evaluated: EvaluatedClaim | undefined;
  return tokenKinds.map((token) => {
    const unreleased =
      notReleased(claim, token, context, refused) ?? (limits.sharedClaimsSet.includes(token) ? shared : undefined);
    if (unreleased !== undefined) return withheld(claim, token, unreleased);
    evaluated ??= evaluateClaim(claim, evaluation);
    return guarded(claim, token, evaluated, evaluation.compiled, context.request);
  });
};

/**
 * Where one set of claims answers for several tokens, a claim goes into any of them only if each that the request has
 * may carry it: the first refusal of a reachable one counts for all.
 */
const sharedRefusal = (
  claim: CompiledClaim,
  shared: readonly TokenKind[],
  context: ReleaseContext,
  refused: WithholdReason | undefined,
): WithholdReason | undefined => {
  for (const token of shared) {
    const reason = context.reachable.has(token)
      ? (notReleased(claim, token, context, refused) ?? nameFor(claim, token, context.request).refusal?.reason)
      : undefined;
    if (reason !== undefined) return reason;
  }
  return undefined;
};

const nameFor = (claim: CompiledClaim, token: TokenKind, { audiences }: TokenRequest): ClaimName => {
  if (token === 'access_token' && claim.audienceNames.size > 0) {
    // In the policy's order, not in the request's.
    for (const [audience, name] of claim.audienceNames) if (audiences.includes(audience)) return name;
  }
  return claim.name[token];
};

/** The guards in their documented order: schema, name, type, sensitive data, depth and lengths, what is there already. */
const guarded = (
  claim: CompiledClaim,
  token: TokenKind,
  evaluated: EvaluatedClaim,
  compiled: CompiledPolicy,
  request: TokenRequest,
): TokenClaim => {
  const { merged, encoded, bytes } = evaluated;
  const name = nameFor(claim, token, request);
  const refusal =
    evaluated.refusedFirst ??
    name.refusal ??
    audienceRefusal(name, token, compiled, request) ??
    evaluated.refusedThen ??
    presentRefusal(name, token, compiled, request);
  const { sources, overrode } = merged;
  const trace: ClaimTrace =
    refusal === undefined
      ? { claim: claim.key, token, sources, overrode, outcome: 'released', name: name.name, bytes: name.bytes + bytes }
      : { claim: claim.key, token, sources, overrode, outcome: 'withheld', ...refusal };
  return { trace, value: encoded, priority: claim.priority, required: claim.definition.required === true };
};

const audienceRefusal = (name: ClaimName, token: TokenKind, { limits }: CompiledPolicy, { audiences }: TokenRequest) =>
  token === 'access_token' &&
  !name.namespaced &&
  limits.namespacedOnlyAudience &&
  audiences.some(limits.namespacedOnlyAudience)
    ? { reason: 'forbidden_namespace' as const, detail: 'tokens for this audience carry only namespaced claims' }
    : undefined;

const presentRefusal = (name: ClaimName, token: TokenKind, { limits }: CompiledPolicy, { present }: TokenRequest) =>
  limits.appendOnly && Object.hasOwn(present[token], name.name)
    ? { reason: 'already_present' as const, detail: 'the IdP does not overwrite a claim' }
    : undefined;

const withheld = (
  { key, priority, definition }: CompiledClaim,
  token: TokenKind,
  reason: WithholdReason,
): TokenClaim => ({
  trace: { claim: key, token, sources: [], overrode: [], outcome: 'withheld', reason },
  value: null,
  priority,
  required: definition.required === true,
});
