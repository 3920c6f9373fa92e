import { safeParse } from 'zod/v4/core';
import type { ClaimValue } from './claim-value.ts';
import type { CompiledClaim, CompiledPolicy } from './compile.ts';
import type { WithholdReason } from './decision.ts';
import type { FoundAttributes } from './found-attributes.ts';
import { sensitiveValue } from './guards/sensitive/sensitive-value.ts';
import { shapeFault } from './guards/shape.ts';
import { utf8Length } from './guards/size.ts';
import { encodeValue } from './guards/value-type.ts';
import { type Merged, mergeClaim } from './merge.ts';
import type { ClaimInput, ClaimSchema } from './policy.ts';

export type Refusal = { readonly reason: WithholdReason; readonly detail?: string | undefined };

/** A claim's value for this request, the same for every token, and what the guards think of it. */
export type EvaluatedClaim = {
  readonly merged: Merged;
  /** As the hook carries it. */
  readonly encoded: ClaimValue;
  /** UTF-8 bytes of the value's JSON. */
  readonly bytes: number;
  /** Refused before the name is looked at: no value, or one that the schema does not take. */
  readonly refusedFirst?: Refusal | undefined;
  /** Refused after the name: type, sensitive data, depth, length. */
  readonly refusedThen?: Refusal | undefined;
};

export type Evaluation = {
  readonly compiled: CompiledPolicy;
  readonly found: FoundAttributes;
  readonly input: ClaimInput;
  /** `unknownSubject: 'null'` applies: a claim that no source has is null rather than its default. */
  readonly nullsForMissing: boolean;
  /** The attributes are last-known-good ones. */
  readonly stale: boolean;
};

/** Merges or computes a claim and runs the guards that look at its value, in their documented order. */
export const evaluateClaim = (claim: CompiledClaim, evaluation: Evaluation): EvaluatedClaim => {
  const { compiled, found, input, nullsForMissing, stale } = evaluation;
  if (stale && claim.definition.staleOk !== true) {
    return refused(nothing, { reason: 'no_value', detail: 'stale attributes, and the claim is not marked staleOk' });
  }
  let merged: Merged;
  try {
    merged = claim.definition.value
      ? computed(claim.definition.value(input))
      : mergeClaim(claim.merge, found, input.request.idpAttributes);
  } catch (error) {
    return refused(nothing, { reason: 'invalid_value', detail: `value() threw ${className(error)}` });
  }
  if (nullsForMissing && isMissing(merged)) {
    return guardValue(claim, { value: null, sources: [{ kind: 'default' }], overrode: [] }, null, compiled);
  }
  if (merged.value === undefined) return refused(merged, { reason: 'no_value' });
  const parsed = parseValue(claim.definition.schema, merged.value);
  return 'refusal' in parsed ? refused(merged, parsed.refusal) : guardValue(claim, merged, parsed.value, compiled);
};

/** A schema may hold functions of the adopter's: one that throws, or is async, refuses the value and fails no login. */
const parseValue = (
  schema: ClaimSchema,
  value: ClaimValue,
): { readonly value: ClaimValue } | { readonly refusal: Refusal } => {
  const invalid = (detail: string) => ({ refusal: { reason: 'invalid_value' as const, detail } });
  try {
    const parsed = safeParse(schema, value);
    if (parsed.success) return { value: parsed.data };
    const path = parsed.error.issues[0]?.path.map(String).join('.');
    return invalid(path ? `schema refused it at ${path}` : 'schema refused it');
  } catch (error) {
    return invalid(`schema threw ${className(error)}`);
  }
};

/** The message could hold an attribute value; the class cannot. */
const className = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** The guards behind the schema; also for undeclared attributes, which have none. */
export const guardValue = (
  claim: Pick<CompiledClaim, 'form' | 'scanned' | 'sensitiveName'>,
  merged: Merged,
  value: ClaimValue,
  { limits, shape }: Pick<CompiledPolicy, 'limits' | 'shape'>,
): EvaluatedClaim => {
  const encoded = encodeValue(value, limits.values, claim.form);
  if (encoded === undefined) return refused(merged, undefined, { reason: 'unsupported_type' });
  const sensitive = claim.sensitiveName ? 'sensitive name' : claim.scanned ? sensitiveValue(value) : undefined;
  if (sensitive !== undefined) return refused(merged, undefined, { reason: 'sensitive_value', detail: sensitive });
  const fault = shapeFault(value, shape);
  if (fault !== undefined) return refused(merged, undefined, { reason: fault });
  return { merged, encoded, bytes: utf8Length(JSON.stringify(encoded)) };
};

const nothing: Merged = { value: undefined, sources: [], overrode: [] };

const computed = (value: ClaimValue | undefined): Merged =>
  value === undefined ? nothing : { value, sources: [{ kind: 'computed' }], overrode: [] };

const isMissing = ({ value, sources }: Merged): boolean =>
  value === undefined || sources.every(({ kind }) => kind === 'default');

const refused = (merged: Merged, refusedFirst?: Refusal, refusedThen?: Refusal): EvaluatedClaim => ({
  merged,
  encoded: null,
  bytes: 0,
  refusedFirst,
  refusedThen,
});
