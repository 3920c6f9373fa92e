import type { JsonSchema } from '../../lib/administration/claim-json-schema.ts';

/** A place where JSON Schema may stand as `true` (anything) or `false` (nothing). */
export const asSchema = (schema: JsonSchema['items']): JsonSchema =>
  typeof schema === 'object' && !Array.isArray(schema) ? schema : {};

/** The alternatives of a schema: `anyOf`, `oneOf`, or several types at once. */
export const alternativesOf = (schema: JsonSchema): readonly JsonSchema[] | undefined => {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) {
    return alternatives;
  }
  return Array.isArray(schema.type) ? schema.type.map((type) => ({ ...schema, type })) : undefined;
};
