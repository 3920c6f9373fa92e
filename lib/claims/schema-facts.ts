import type { $ZodType } from 'zod/v4/core';
import type { TextForm } from './guards/value-type.ts';

/** What the policy's compilation needs to know of a schema without trying values on it. */
export type SchemaFacts = {
  /** Whether a value's JSON text tells the value (see `encodeValue`). */
  readonly form: TextForm;
  /** All values are written in the policy itself (enum, literal, boolean), so that none can hold a secret of a person. */
  readonly fixed: boolean;
};

type Definition = { readonly type: string; readonly [member: string]: unknown };

const definitionOf = (schema: unknown): Definition => (schema as $ZodType)._zod.def as unknown as Definition;

const text: SchemaFacts = { form: 'text', fixed: false };
const json: SchemaFacts = { form: 'json', fixed: false };
const mixed: SchemaFacts = { form: 'mixed', fixed: false };

/** Several alternatives: of one form only if all are. */
const combine = (all: readonly SchemaFacts[]): SchemaFacts => {
  const [first] = all;
  if (first === undefined) return mixed;
  return {
    form: all.every(({ form }) => form === first.form) ? first.form : 'mixed',
    fixed: all.every(({ fixed }) => fixed),
  };
};

const ofLiterals = (values: readonly unknown[]): SchemaFacts => ({
  ...combine(values.map((value) => (typeof value === 'string' ? text : json))),
  fixed: true,
});

/**
 * Reads the definition of a zod schema.
 * @see https://zod.dev/packages/core (`_zod.def` is the documented way for libraries)
 */
export const schemaFacts = (schema: unknown): SchemaFacts => {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'string':
    case 'template_literal':
      return text;
    case 'enum':
      return ofLiterals(Object.values(definition['entries'] as Record<string, unknown>));
    case 'literal':
      return ofLiterals(definition['values'] as readonly unknown[]);
    case 'boolean':
    case 'null':
      return { form: 'json', fixed: true };
    case 'number':
    case 'array':
    case 'tuple':
    case 'object':
    case 'record':
      return json;
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'nonoptional':
      return schemaFacts(definition['innerType']);
    case 'pipe':
      return schemaFacts(definition['out']);
    case 'union':
      return combine((definition['options'] as readonly unknown[]).map(schemaFacts));
    default:
      return mixed;
  }
};
