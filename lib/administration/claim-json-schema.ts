import * as z from 'zod';
import type { ClaimSchema } from '../claims/policy.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * A claim's schema as JSON Schema (draft 2020-12), as its reader sees it. What JSON Schema cannot express becomes `{}`
 * (any value); `claims check` reports such a claim.
 */
export const claimJsonSchema = (schema: ClaimSchema): JsonSchema => {
  const { $schema: _, '~standard': __, ...claim } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  return claim;
};
