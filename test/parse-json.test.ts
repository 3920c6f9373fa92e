import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidEventError } from '../lib/errors.ts';
import { parseJson } from '../lib/parse-json.ts';

const parse = (text: string) => parseJson(Buffer.from(text));
const nested = (levels: number, inner = '') => `${'['.repeat(levels)}${inner}${']'.repeat(levels)}`;

describe('a body', () => {
  it('is read as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('may be nested 64 levels deep', () => {
    expect(() => parse(nested(64))).not.toThrow();
    expect(() => parse(nested(65))).toThrow(InvalidEventError);
    expect(() => parse(nested(65, '{').replaceAll(']', '').concat('}', ']'.repeat(65)))).toThrow(/64 levels/);
  });

  it('may hold any number of brackets in its texts, behind escaped quotes too', () => {
    const value = { '[': '['.repeat(100), quoted: `"${'{'.repeat(100)}\\"${'['.repeat(100)}` };
    expect(parse(JSON.stringify([value, value]))).toEqual([value, value]);
  });

  it('may have any number of siblings', () => {
    expect(() => parse(`[${Array(1_000).fill('[{}]').join()}]`)).not.toThrow();
  });

  it('is refused without being repeated', () => {
    expect(() => parse('{"secret value')).toThrow('The body is not JSON.');
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('The body is not UTF-8 text.');
  });
});
