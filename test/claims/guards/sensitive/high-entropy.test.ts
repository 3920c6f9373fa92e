import { describe, expect, it } from 'vitest';
import { highEntropy } from '../../../../lib/claims/guards/sensitive/high-entropy.ts';
import { sensitiveText } from '../../../../lib/claims/guards/sensitive/sensitive-value.ts';

const found = (text: string): boolean => highEntropy.found(text);
const distinct = 'aBc1DeF2gHi3JkL4mNo5PqR6sTu7VwX8yZ';

describe('highEntropy', () => {
  it.each([
    ['40 hex digits of many kinds', '0123456789abcdef'.repeat(3).slice(0, 40)],
    ['hex in capitals', '0123456789ABCDEF'.repeat(3).slice(0, 40)],
    ['hex of nine kinds', '012345678'.repeat(5)],
    ['hex that begins and ends with letters', 'a0123456789bcdef'.repeat(4)],
    ['32 characters, all different', distinct.slice(0, 32)],
    ['32 characters that begin and end like hex', `a${distinct.slice(4, 34)}f`.replace('Z', 'B')],
    ['nineteen kinds of characters, twice each', distinct.slice(0, 19).repeat(2)],
    ['base64 with its other characters', `+/${distinct.slice(0, 30)}==`],
    ['base64url with its other characters', `-_${distinct.slice(0, 30)}`],
    ['nine small letters in a row', `abcdefghi${distinct.slice(9).toUpperCase()}${distinct.slice(9)}`],
    ['a UUID with something before it', `Zz-aAbBcCdD-eEfF-0123-4567-89aBcDeF0123`],
    ['a UUID with something behind it', `aAbBcCdD-eEfF-0123-4567-89aBcDeF0123-zZ`],
  ])('sees %s', (_what, text) => {
    expect(sensitiveText(text)).toBe('high-entropy secret');
    expect(found(`key: ${text}; and more`)).toBe(true);
    expect(found(`${'a'.repeat(40)}.${text}`)).toBe(true);
  });

  it.each([
    ['39 hex digits', '0123456789abcdef'.repeat(3).slice(0, 39)],
    ['hex of eight kinds', '01234567'.repeat(8)],
    ['31 characters, all different', distinct.slice(0, 31)],
    ['eighteen kinds of characters', distinct.slice(0, 18).repeat(2)],
    ['no digit', distinct.replaceAll(/\d/g, 'z').slice(0, 34)],
    ['no capital', distinct.toLowerCase()],
    ['no small letter', distinct.toUpperCase()],
    ['ten small letters in a row', `abcdefghij${distinct.slice(10).toUpperCase()}${distinct.slice(0, 9)}`],
    ['words first and last', `Production${distinct.slice(0, 20).toUpperCase()}administrators1`],
    ['a UUID in both cases', 'aAbBcCdD-eEfF-0123-4567-89aBcDeF0123'],
    ['a dot in the middle', `${distinct.slice(0, 16)}.${distinct.slice(16, 32)}`],
    ['a space in the middle', `${distinct.slice(0, 16)} ${distinct.slice(16, 32)}`],
  ])('does not see %s', (_what, text) => expect(found(text)).toBe(false));
});
