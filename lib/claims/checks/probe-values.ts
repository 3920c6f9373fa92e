import type { JSONSchema } from 'zod/v4/core';

/** What attributes hold, of every type. */
const ordinary: readonly unknown[] = [
  '',
  'a',
  'two words',
  '0',
  'https://example.com/',
  'somebody@example.com',
  '2026-01-31',
  '2026-01-31T12:00:00Z',
  '00000000-0000-4000-8000-000000000000',
  0,
  1,
  -1,
  1.5,
  true,
  null,
  [],
  ['a'],
  [1],
  {},
  { a: 'a' },
];

/** Values to try a schema with: ordinary ones, and one that its JSON Schema lets through as far as that tells. */
export const probeValues = (schema: JSONSchema.BaseSchema | undefined): readonly unknown[] =>
  schema === undefined ? ordinary : [...ordinary, sample(schema)];

/** Patterns are beyond this: where there is one, no check behind it is reached. */
const sample = (schema: JSONSchema.BaseSchema | boolean): unknown => {
  if (typeof schema === 'boolean') return 'a';
  if (schema.const !== undefined) return schema.const;
  const [choice] = schema.enum ?? [];
  if (choice !== undefined) return choice;
  const [alternative] = schema.anyOf ?? schema.oneOf ?? [];
  if (alternative !== undefined) return sample(alternative);
  switch (schema.type) {
    case 'string':
      return 'a'.repeat(schema.minLength ?? 1);
    case 'integer':
    case 'number':
      return schema.minimum ?? Number(schema.exclusiveMinimum ?? 0) + 1;
    case 'array':
      return sampleOfArray(schema);
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, member]) => [name, sample(member)]),
      );
    default:
      return 'a';
  }
};

const sampleOfArray = ({ prefixItems, items, minItems = 1 }: JSONSchema.BaseSchema): readonly unknown[] => {
  if (prefixItems !== undefined) return prefixItems.map(sample);
  const element = items === undefined || Array.isArray(items) ? 'a' : sample(items);
  return Array.from({ length: minItems }, () => element);
};
