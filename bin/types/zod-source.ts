import type { JsonSchema } from '../../lib/administration/claim-json-schema.ts';
import { alternativesOf, asSchema } from './json-schema.ts';
import { quoted, toMemberName } from './typescript-type.ts';

/** A JSON Schema as the source text of a zod 4 schema that reads it (unknown members of objects are let through). */
export const toZodSource = (schema: JsonSchema): string => {
  if (schema.const !== undefined) {
    return `z.literal(${typeof schema.const === 'string' ? quoted(schema.const) : JSON.stringify(schema.const)})`;
  }
  if (schema.enum !== undefined) {
    return enumSource(schema.enum);
  }
  const alternatives = alternativesOf(schema);
  if (alternatives !== undefined) {
    return `z.union([${alternatives.map(toZodSource).join(', ')}])`;
  }
  if (schema.allOf !== undefined) {
    return schema.allOf.map(toZodSource).reduce((left, right) => `z.intersection(${left}, ${right})`);
  }
  switch (schema.type) {
    case 'string':
      return `z.string()${lengths(schema.minLength, schema.maxLength)}${patternSource(schema.pattern)}`;
    case 'integer':
      return `z.int()${bounds(schema)}`;
    case 'number':
      return `z.number()${bounds(schema)}`;
    case 'boolean':
      return 'z.boolean()';
    case 'null':
      return 'z.null()';
    case 'array':
      return arraySource(schema);
    case 'object':
      return objectSource(schema);
    default:
      return 'z.unknown()';
  }
};

const enumSource = (values: readonly unknown[]): string => {
  const texts = values.map((value) => (typeof value === 'string' ? quoted(value) : JSON.stringify(value)));
  return values.every((value) => typeof value === 'string')
    ? `z.enum([${texts.join(', ')}])`
    : `z.literal([${texts.join(', ')}])`;
};

const lengths = (min: number | undefined, max: number | undefined): string =>
  `${min === undefined ? '' : `.min(${min})`}${max === undefined ? '' : `.max(${max})`}`;

const patternSource = (pattern: string | undefined): string =>
  pattern === undefined ? '' : `.regex(new RegExp(${quoted(pattern)}))`;

const bounds = (schema: JsonSchema): string =>
  [
    bound('gte', schema.minimum, schema.type),
    bound('lte', schema.maximum, schema.type),
    typeof schema.exclusiveMinimum === 'number' ? `.gt(${schema.exclusiveMinimum})` : '',
    typeof schema.exclusiveMaximum === 'number' ? `.lt(${schema.exclusiveMaximum})` : '',
    schema.multipleOf === undefined ? '' : `.multipleOf(${schema.multipleOf})`,
  ].join('');

/** The bounds of a safe integer are what `z.int()` means already. */
const bound = (method: string, value: number | undefined, type: JsonSchema['type']): string =>
  value === undefined || (type === 'integer' && Math.abs(value) === Number.MAX_SAFE_INTEGER)
    ? ''
    : `.${method}(${value})`;

const arraySource = (schema: JsonSchema): string => {
  if (schema.prefixItems !== undefined) {
    const rest = schema.items === undefined || schema.items === false ? '' : `, ${toZodSource(asSchema(schema.items))}`;
    return `z.tuple([${schema.prefixItems.map((item) => toZodSource(asSchema(item))).join(', ')}]${rest})`;
  }
  return `z.array(${toZodSource(asSchema(schema.items))})${lengths(schema.minItems, schema.maxItems)}`;
};

const objectSource = (schema: JsonSchema): string => {
  const members = Object.entries(schema.properties ?? {});
  if (members.length === 0) {
    return `z.record(z.string(), ${toZodSource(asSchema(schema.additionalProperties))})`;
  }
  const required = new Set(schema.required);
  const fields = members.map(
    ([name, member]) =>
      `${toMemberName(name)}: ${toZodSource(asSchema(member))}${required.has(name) ? '' : '.optional()'}`,
  );
  return `z.object({ ${fields.join(', ')} })`;
};
