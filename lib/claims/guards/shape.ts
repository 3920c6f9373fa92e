import type { ClaimValue } from '../claim-value.ts';

export type ShapeLimits = { readonly depth: number; readonly arrayLength: number; readonly stringLength: number };

/** Generous for claims, far below what hurts a parser or a header. */
export const defaultShapeLimits: ShapeLimits = { depth: 5, arrayLength: 256, stringLength: 2048 };

/**
 * Whether a value is nested deeper, or has longer strings, arrays or objects, than the policy allows. A scalar has
 * depth 0, an array of scalars 1. Object members count like array elements; their names like strings.
 */
export const shapeFault = (
  value: ClaimValue | undefined,
  limits: ShapeLimits,
  depth = 0,
): 'too_deep' | 'too_long' | undefined => {
  if (typeof value === 'string') return value.length > limits.stringLength ? 'too_long' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= limits.depth) return 'too_deep';
  if (Array.isArray(value)) {
    if (value.length > limits.arrayLength) return 'too_long';
    return firstFault(value, limits, depth);
  }
  const names = Object.keys(value);
  if (names.length > limits.arrayLength || names.some((name) => name.length > limits.stringLength)) return 'too_long';
  return firstFault(Object.values(value), limits, depth);
};

const firstFault = (members: readonly (ClaimValue | undefined)[], limits: ShapeLimits, depth: number) => {
  for (const member of members) {
    const fault = shapeFault(member, limits, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
};
