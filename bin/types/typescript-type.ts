import type { JsonSchema } from '../../lib/administration/claim-json-schema.ts';
import { alternativesOf, asSchema } from './json-schema.ts';

/** A JSON Schema as a TypeScript type; what TypeScript cannot say (lengths, patterns) the zod schema checks. */
export const toTypeScriptType = (schema: JsonSchema): string => {
  if (schema.const !== undefined) {
    return literal(schema.const);
  }
  if (schema.enum !== undefined) {
    return schema.enum.map(literal).join(' | ') || 'never';
  }
  const alternatives = alternativesOf(schema);
  if (alternatives !== undefined) {
    return alternatives.map(toTypeScriptType).join(' | ');
  }
  if (schema.allOf !== undefined) {
    return schema.allOf.map((part) => bracketed(toTypeScriptType(part))).join(' & ');
  }
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array':
      return arrayType(schema);
    case 'object':
      return objectType(schema);
    default:
      return 'unknown';
  }
};

/** A member's name as TypeScript writes it: bare where it is an identifier, quoted elsewhere. */
export const toMemberName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

/** A string literal in single quotes. */
export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const literal = (value: unknown): string => (typeof value === 'string' ? quoted(value) : JSON.stringify(value));

const arrayType = (schema: JsonSchema): string =>
  schema.prefixItems !== undefined
    ? `[${schema.prefixItems.map((item) => toTypeScriptType(asSchema(item))).join(', ')}${restOfTuple(schema)}]`
    : `${bracketed(toTypeScriptType(asSchema(schema.items)))}[]`;

const restOfTuple = (schema: JsonSchema): string =>
  schema.items === undefined || schema.items === false
    ? ''
    : `, ...${bracketed(toTypeScriptType(asSchema(schema.items)))}[]`;

const objectType = (schema: JsonSchema): string => {
  const members = Object.entries(schema.properties ?? {});
  if (members.length === 0) {
    return `Record<string, ${toTypeScriptType(asSchema(schema.additionalProperties))}>`;
  }
  const required = new Set(schema.required);
  const fields = members.map(
    ([name, member]) =>
      `${toMemberName(name)}${required.has(name) ? '' : '?'}: ${toTypeScriptType(asSchema(member))}${required.has(name) ? '' : ' | undefined'}`,
  );
  return `{ ${fields.join('; ')} }`;
};

const bracketed = (type: string): string => (/[|&]/.test(type) ? `(${type})` : type);
