import { tokenKinds } from '../token-request.ts';
import { claimName } from './claim-name.ts';
import { type EvaluatedClaim, type Evaluation, guardValue } from './evaluate-claim.ts';
import { isSensitiveName } from './guards/sensitive/sensitive-name.ts';
import { sensitiveText } from './guards/sensitive/sensitive-value.ts';
import { mergeClaim } from './merge.ts';
import type { ReleaseContext } from './release.ts';
import type { TokenClaim } from './token-claims.ts';

/**
 * The attributes that no claim declares: withheld and traced, or, where the policy says `undeclared: 'release'`, put
 * through every guard but the schema that they do not have.
 */
export const undeclaredClaims = (evaluation: Evaluation, context: ReleaseContext): readonly TokenClaim[] => {
  const { compiled, found } = evaluation;
  const keys: string[] = [];
  for (const key of found.byKey.keys()) if (!compiled.keys.has(key)) keys.push(key);
  const release = compiled.policy.undeclared === 'release' && !evaluation.stale;
  return keys.sort().flatMap((key) => undeclaredClaim(key, release, evaluation, context));
};

const undeclaredClaim = (
  key: string,
  release: boolean,
  { compiled, found }: Evaluation,
  { request, reachable }: ReleaseContext,
): readonly TokenClaim[] => {
  const { policy, limits } = compiled;
  const merged = mergeClaim({ key, idpAttribute: undefined, rule: 'override', default: undefined }, found, {});
  const common = { claim: key, sources: merged.sources, overrode: merged.overrode };
  let guarded: EvaluatedClaim | undefined;
  return tokenKinds.map((token): TokenClaim => {
    const rest = { value: null, priority: Number.NEGATIVE_INFINITY, required: false };
    if (!release) return { trace: { ...common, token, outcome: 'withheld', reason: 'undeclared' }, ...rest };
    if (!reachable.has(token))
      return { trace: { ...common, token, outcome: 'withheld', reason: 'token_unreachable' }, ...rest };
    const name = claimName(key, policy.namespace, token, limits);
    guarded ??= guardValue(
      { form: 'mixed', scanned: true, sensitiveName: isSensitiveName(key) || sensitiveText(key) !== undefined },
      merged,
      merged.value ?? null,
      compiled,
    );
    // An attribute must not pass for a claim that the policy declares, nor for ours about the decision.
    const taken = compiled.takenNames.has(name.name)
      ? { reason: 'reserved_name' as const, detail: 'the name of another claim' }
      : undefined;
    const present = limits.appendOnly && Object.hasOwn(request.present[token], name.name);
    const refusal =
      taken ?? name.refusal ?? guarded.refusedThen ?? (present ? { reason: 'already_present' as const } : undefined);
    return refusal
      ? { trace: { ...common, token, outcome: 'withheld', ...refusal }, ...rest }
      : {
          trace: { ...common, token, outcome: 'released', name: name.name, bytes: name.bytes + guarded.bytes },
          ...rest,
          value: guarded.encoded,
        };
  });
};
