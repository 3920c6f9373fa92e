import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { toJSONSchema } from 'zod/v4/core';
import { probeValues } from '../../../lib/claims/checks/probe-values.ts';
import type { ClaimSchema } from '../../../lib/claims/policy.ts';

const ordinary = [
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

const sampled = (schema: ClaimSchema): unknown => probeValues(toJSONSchema(schema)).at(-1);

describe('probeValues', () => {
  it('tries values of every type, and nothing more where JSON Schema tells nothing', () => {
    expect(probeValues(undefined)).toEqual(ordinary);
    expect(probeValues({})).toEqual([...ordinary, 'a']);
  });

  it.each<readonly [ClaimSchema, unknown]>([
    [z.string(), 'a'],
    [z.string().check(z.minLength(4)), 'aaaa'],
    [z.literal('gold'), 'gold'],
    [z.literal(7), 7],
    [z.literal(['x', 'y']), 'x'],
    [z.enum(['silver', 'gold']), 'silver'],
    [z.union([z.int().check(z.minimum(3)), z.literal('b')]), 3],
    [z.nullable(z.literal('b')), 'b'],
    [z.number().check(z.minimum(3)), 3],
    [z.number().check(z.gt(5)), 6],
    [z.number(), 1],
    [z.int().check(z.gt(5)), 6],
    [z.boolean(), 'a'],
    [z.array(z.literal(7)), [7]],
    [z.array(z.literal(7)).check(z.minLength(3)), [7, 7, 7]],
    [z.tuple([z.literal('x'), z.literal(2)]), ['x', 2]],
    [
      z.strictObject({ plan: z.literal('gold'), seats: z.optional(z.int().check(z.minimum(2))) }),
      { plan: 'gold', seats: 2 },
    ],
    [z.strictObject({}), {}],
    [z.record(z.string(), z.string()), {}],
  ])('makes a value of a schema: case %#', (schema, value) => {
    expect(sampled(schema)).toEqual(value);
  });

  it('reads JSON Schema in its other forms', () => {
    const sample = (schema: Parameters<typeof probeValues>[0]): unknown => probeValues(schema).at(-1);
    expect(sample({ oneOf: [{ const: 'x' }] })).toBe('x');
    expect(sample({ type: 'array' })).toEqual(['a']);
    expect(sample({ type: 'array', items: true })).toEqual(['a']);
    expect(sample({ type: 'array', items: [{ const: 'x' }] })).toEqual(['a']);
    expect(sample({ type: 'integer' })).toBe(1);
    expect(sample({ enum: [] })).toBe('a');
  });
});
