import type { JSONSchema } from 'zod/v4/core';
import { utf8Length } from '../guards/size.ts';

type Schema = JSONSchema.BaseSchema | boolean;

/** UTF-8 needs at most three bytes for a UTF-16 code unit of well-formed text; control characters do not count. */
const bytesPerCharacter = 3;
/** `-1.7976931348623157e+308` and `-9007199254740991`. */
const numberBytes = 24;
const integerBytes = 17;
/** Lengths of string formats that do not vary. */
const formats: Readonly<Record<string, number>> = { uuid: 36, date: 10, ipv4: 15, ipv6: 45 };

/**
 * The most bytes that the JSON of a value of this schema can have.
 * @returns `undefined` where the schema sets no bound
 */
export const worstCaseBytes = (schema: Schema): number | undefined => {
  if (typeof schema === 'boolean') return undefined;
  if (schema.const !== undefined) return utf8Length(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return Math.max(...schema.enum.map((value) => utf8Length(JSON.stringify(value))));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return all(alternatives.map(worstCaseBytes), Math.max);
  switch (schema.type) {
    case 'null':
      return 4;
    case 'boolean':
      return 5;
    case 'integer':
      return integerBytes;
    case 'number':
      return numberBytes;
    case 'string':
      return stringBytes(schema);
    case 'array':
      return arrayBytes(schema);
    case 'object':
      return objectBytes(schema);
    default:
      return undefined;
  }
};

const stringBytes = ({ format, maxLength }: JSONSchema.BaseSchema): number | undefined => {
  const characters = format === undefined ? undefined : formats[format];
  if (characters !== undefined) return characters + 2;
  return maxLength === undefined ? undefined : maxLength * bytesPerCharacter + 2;
};

const sum = (...parts: number[]): number => parts.reduce((total, part) => total + part, 0);

/** Combines bounds; one that is missing leaves the whole without. */
const all = (bounds: readonly (number | undefined)[], combine: (...parts: number[]) => number): number | undefined =>
  bounds.every((bound): bound is number => bound !== undefined) ? combine(...bounds) : undefined;

const arrayBytes = ({ prefixItems, items, maxItems }: JSONSchema.BaseSchema): number | undefined => {
  if (prefixItems !== undefined && (items === undefined || items === false)) {
    return all(prefixItems.map(worstCaseBytes), (...parts) => sum(...parts) + parts.length + 1);
  }
  const element = items === undefined || Array.isArray(items) ? undefined : worstCaseBytes(items);
  return element === undefined || maxItems === undefined ? undefined : maxItems * (element + 1) + 2;
};

const objectBytes = ({ properties = {}, additionalProperties }: JSONSchema.BaseSchema): number | undefined => {
  if (additionalProperties !== false) return undefined;
  const members = Object.entries(properties).map(([name, member]) => {
    const value = worstCaseBytes(member);
    return value === undefined ? undefined : value + utf8Length(JSON.stringify(name)) + 2;
  });
  return all(members, (...parts) => sum(...parts) + 2);
};
