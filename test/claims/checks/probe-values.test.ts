import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { toJSONSchema } from 'zod/v4/core';
import { probeValues } from '../../../lib/claims/checks/probe-values.ts';
import type { ClaimSchema } from '../../../lib/claims/policy.ts';

const sampled = (schema: ClaimSchema): unknown => probeValues(toJSONSchema(schema)).at(-1);

describe('probeValues', () => {
  it.each<readonly [string, ClaimSchema]>([
    ['no text', z.string().check(z.maxLength(0))],
    ['a word', z.string().check(z.regex(/^[a-z]$/))],
    ['several words', z.string().check(z.regex(/^\w+ \w+$/))],
    ['digits', z.string().check(z.regex(/^\d+$/))],
    ['a URL', z.url()],
    ['an e-mail address', z.email()],
    ['a date', z.iso.date()],
    ['a time', z.iso.datetime()],
    ['a UUID', z.uuid()],
    ['zero', z.literal(0)],
    ['a positive number', z.int().check(z.positive())],
    ['a negative number', z.number().check(z.negative())],
    ['a fraction', z.number().check(z.refine((number) => !Number.isInteger(number)))],
    ['a boolean', z.boolean()],
    ['null', z.null()],
    ['an empty array', z.array(z.never())],
    ['an array of strings', z.array(z.string()).check(z.minLength(1))],
    ['an array of numbers', z.array(z.number()).check(z.minLength(1))],
    ['an empty object', z.strictObject({})],
    ['an object with a string', z.strictObject({ a: z.string() })],
  ])('tries %s, of whatever the schema is', (_what, schema) => {
    expect(probeValues(undefined).some((value) => z.safeParse(schema, value).success)).toBe(true);
  });

  it('tries one value more where JSON Schema tells which', () => {
    expect(probeValues({})).toEqual([...probeValues(undefined), 'a']);
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
