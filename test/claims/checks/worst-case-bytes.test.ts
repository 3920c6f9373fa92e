import { describe, expect, it } from 'vitest';
import { worstCaseBytes } from '../../../lib/claims/checks/worst-case-bytes.ts';

describe('worstCaseBytes', () => {
  it.each<[Parameters<typeof worstCaseBytes>[0], number | undefined]>([
    [{ const: 'é' }, 4],
    [{ enum: ['a', 'abc', 1] }, 5],
    [{ type: 'null' }, 4],
    [{ type: 'boolean' }, 5],
    [{ type: 'integer' }, 17],
    [{ type: 'number' }, 24],
    [{ type: 'string' }, undefined],
    [{ type: 'string', maxLength: 2 }, 8],
    [{ type: 'string', format: 'uuid' }, 38],
    [{ type: 'string', format: 'email', maxLength: 1 }, 5],
    [{ type: 'array', items: { type: 'boolean' } }, undefined],
    [{ type: 'array', maxItems: 2 }, undefined],
    [{ type: 'array', items: { type: 'boolean' }, maxItems: 2 }, 14],
    [{ type: 'array', items: { type: 'string' }, maxItems: 2 }, undefined],
    [{ type: 'array', prefixItems: [{ type: 'boolean' }, { type: 'null' }] }, 12],
    [{ type: 'array', prefixItems: [{ type: 'boolean' }, { type: 'null' }], items: false }, 12],
    [{ type: 'array', prefixItems: [{ type: 'boolean' }], items: true }, undefined],
    [{ type: 'array', prefixItems: [{ type: 'boolean' }], items: { type: 'null' } }, undefined],
    [{ type: 'object', properties: { a: { type: 'boolean' } }, additionalProperties: false }, 12],
    [{ type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false }, undefined],
    [{ type: 'object', additionalProperties: {} }, undefined],
    [{ anyOf: [{ type: 'null' }, { type: 'boolean' }] }, 5],
    [{ oneOf: [{ type: 'null' }, { type: 'string' }] }, undefined],
    [{}, undefined],
  ])('%j has at most %s', (schema, bytes) => expect(worstCaseBytes(schema)).toBe(bytes));

  it('holds for what JSON.stringify writes', () => {
    expect(worstCaseBytes({ type: 'array', items: { type: 'boolean' }, maxItems: 2 })).toBeGreaterThanOrEqual(
      JSON.stringify([false, false]).length,
    );
    expect(
      worstCaseBytes({ type: 'object', properties: { a: { type: 'boolean' } }, additionalProperties: false }),
    ).toBeGreaterThanOrEqual(JSON.stringify({ a: false }).length);
    expect(worstCaseBytes({ type: 'integer' })).toBe(JSON.stringify(Number.MIN_SAFE_INTEGER).length);
    expect(worstCaseBytes({ type: 'number' })).toBe(JSON.stringify(-Number.MAX_VALUE).length);
    expect(worstCaseBytes(true)).toBeUndefined();
  });
});
