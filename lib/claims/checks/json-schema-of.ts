import { type JSONSchema, toJSONSchema } from 'zod/v4/core';
import type { ClaimSchema } from '../policy.ts';

/** A claim's schema as JSON Schema; `undefined` where it cannot be written as one. */
export const jsonSchemaOf = (schema: ClaimSchema): JSONSchema.BaseSchema | undefined => {
  try {
    return toJSONSchema(schema);
  } catch {
    return undefined;
  }
};
