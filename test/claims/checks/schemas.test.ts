import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { checkPolicy } from '../../../lib/claims/check-policy.ts';
import type { ClaimSchema, ClaimsPolicy } from '../../../lib/claims/policy.ts';
import { checkTarget } from '../../support/check-target.ts';
import { description, goodPolicy } from '../good-policy.ts';

const told = (schema: ClaimSchema) =>
  checkPolicy({ ...goodPolicy, claims: { role: { schema, description } } } as ClaimsPolicy, [checkTarget()]).filter(
    ({ rule }) => rule === 'schema',
  );
const later = z.refine(async () => true);
const throws = z.refine(() => {
  throw new TypeError('not today');
});

const throwing = (): never => {
  throw new Error('not this one');
};

describe('checkSchemas', () => {
  it.each<readonly [string, ClaimSchema]>([
    ['a string', z.string()],
    ['an enum', z.enum(['a', 'b'])],
    [
      'a checked string',
      z.string().check(
        z.minLength(3),
        z.maxLength(5),
        z.refine((text) => text !== 'x'),
      ),
    ],
    ['an object', z.strictObject({ plan: z.string(), seats: z.optional(z.int()) })],
    ['what JSON Schema cannot express', z.date() as unknown as ClaimSchema],
    ['itself', z.array(z.lazy(() => z.string()))],
  ])('finds nothing in a schema of %s', (_, schema) => {
    expect(told(schema)).toEqual([]);
  });

  it.each<readonly [string, ClaimSchema]>([
    ['of any text', z.string().check(later)],
    ['that rejects', z.string().check(z.refine(async () => Promise.reject(new Error('later'))))],
    ['of a long text', z.string().check(z.minLength(99), later)],
    ['of a text of exact length', z.string().check(z.length(30, { abort: true }), later)],
    ['of a number above a bound', z.number().check(z.minimum(1000, { abort: true }), later)],
    ['of a number beyond a bound', z.int().check(z.gt(1000, { abort: true }), later)],
    ['of one choice', z.enum(['gold', 'silver']).check(later)],
    ['of a literal', z.literal('gold').check(later)],
    ['of one alternative', z.union([z.literal('gold').check(later), z.literal(7)])],
    ['of a list of exact length', z.array(z.literal('x')).check(z.minLength(3, { abort: true }), later)],
    ['in a list', z.array(z.strictObject({ id: z.literal('x').check(later) }))],
    ['in a tuple', z.tuple([z.literal('x'), z.literal('y').check(later)])],
    ['in an object', z.strictObject({ plan: z.string().check(later), seats: z.int() })],
    [
      'of what JSON Schema cannot express',
      z.pipe(
        z.string(),
        z.transform(async (text: string) => text),
      ),
    ],
  ])('finds an asynchronous check %s', (_, schema) => {
    expect(told(schema)).toEqual([
      {
        severity: 'error',
        rule: 'schema',
        claim: 'role',
        message: 'has a schema with an asynchronous check: every value is withheld as invalid',
        remedy: 'check synchronously, or look things up in a source (sources.config.ts)',
        link: 'docs/checks.md#schema',
      },
    ]);
  });

  it.each<readonly [string, ClaimSchema]>([
    ['at a text that is no URL', z.string().check(z.refine((text) => new URL(text).host !== ''))],
    ['at an empty text', z.string().check(z.refine((text) => text !== '' || throwing()))],
    ['at 0', z.number().check(z.refine((seats) => seats !== 0 || throwing()))],
    ['at true', z.boolean().check(throws)],
    ['at null', z.nullable(z.string()).check(z.refine((text) => text !== null || throwing()))],
    ['at an empty list', z.array(z.string()).check(z.refine((list) => list.length > 0 || throwing()))],
    ['at a list', z.array(z.string()).check(z.refine(([first]) => first === undefined || throwing()))],
    ['at any object', z.record(z.string(), z.string()).check(throws)],
  ])('warns of a schema that throws %s', (_, schema) => {
    expect(told(schema)).toEqual([
      {
        severity: 'warning',
        rule: 'schema',
        claim: 'role',
        message: 'has a schema that throws at an ordinary value: such a value is withheld as invalid',
        remedy: 'let its check return false instead of throwing (URL.canParse, try/catch)',
        link: 'docs/checks.md#schema',
      },
    ]);
  });

  it('tells of the asynchronous check first where there are both', () => {
    const both = z.union([z.boolean().check(throws), z.string().check(later)]);
    expect(told(both)).toMatchObject([{ severity: 'error' }]);
  });
});
