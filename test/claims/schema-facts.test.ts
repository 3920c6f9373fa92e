import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { schemaFacts } from '../../lib/claims/schema-facts.ts';

const text = { form: 'text', fixed: false } as const;
const json = { form: 'json', fixed: false } as const;
const mixed = { form: 'mixed', fixed: false } as const;

describe('schemaFacts', () => {
  it.each<[string, unknown, ReturnType<typeof schemaFacts>]>([
    ['string', z.string(), text],
    ['string format', z.email(), text],
    ['template literal', z.templateLiteral(['a-', z.int()]), text],
    ['integer', z.int(), json],
    ['number', z.number(), json],
    ['array', z.array(z.string()), json],
    ['tuple', z.tuple([z.string()]), json],
    ['object', z.object({ a: z.string() }), json],
    ['record', z.record(z.string(), z.string()), json],
    ['boolean', z.boolean(), { form: 'json', fixed: true }],
    ['null', z.null(), { form: 'json', fixed: true }],
    ['enum of texts', z.enum(['a', 'b']), { form: 'text', fixed: true }],
    ['enum of numbers', z.enum({ a: 1, b: 2 }), { form: 'json', fixed: true }],
    ['enum of both', z.enum({ a: 'a', b: 2 }), { form: 'mixed', fixed: true }],
    ['literal text', z.literal('a'), { form: 'text', fixed: true }],
    ['literal number', z.literal(1), { form: 'json', fixed: true }],
    ['literals of both', z.literal(['a', 1]), { form: 'mixed', fixed: true }],
    ['nullable text', z.nullable(z.string()), text],
    ['nullable literal', z.nullable(z.literal('a')), { form: 'text', fixed: true }],
    ['text with a default', z._default(z.string(), 'a'), text],
    ['text with a default before', z.prefault(z.string(), 'a'), text],
    ['text with a fallback', z.catch(z.string(), 'a'), text],
    ['readonly list', z.readonly(z.array(z.string())), json],
    ['text that is not optional', z.nonoptional(z.string()), text],
    ['number that is not optional', z.nonoptional(z.number()), json],
    ['what a pipe ends in', z.pipe(z.string(), z.pipe(z.transform(Number), z.number())), json],
    ['union of texts', z.union([z.string(), z.literal('a')]), text],
    ['union of literals', z.union([z.literal('a'), z.enum(['b'])]), { form: 'text', fixed: true }],
    ['union of numbers and lists', z.union([z.number(), z.array(z.string())]), json],
    ['union of text and number', z.union([z.string(), z.number()]), mixed],
    ['union of number and text', z.union([z.number(), z.string()]), mixed],
    ['union of nothing', z.union([]), mixed],
    ['anything', z.any(), mixed],
    ['JSON', z.json(), mixed],
    ['date', z.date(), mixed],
  ])('of %s', (_what, schema, facts) => expect(schemaFacts(schema)).toEqual(facts));
});
