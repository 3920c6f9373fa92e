import { describe, expect, it } from 'vitest';
import { nationalId, nationalIdCountries } from '../../../../lib/claims/guards/sensitive/national-id.ts';

/** By each country's own rule: which letter or digits make the number right. */
const spanish = (number: number): string => 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(number % 23);
const frenchKey = (thirteen: number): string => String(97 - (thirteen % 97)).padStart(2, '0');
const finnish = (nine: string): string => '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(nine) % 31);
const italianOdd: Readonly<Record<string, number>> = {
  ...Object.fromEntries([1, 0, 5, 7, 9, 13, 15, 17, 19, 21].map((value, digit) => [String(digit), value])),
  ...Object.fromEntries(
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23].map(
      (value, letter) => [String.fromCharCode(65 + letter), value],
    ),
  ),
};
const italian = (fifteen: string): string => {
  let sum = 0;
  for (const [index, character] of [...fifteen].entries()) {
    const even = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    sum += index % 2 === 0 ? (italianOdd[character] ?? Number.NaN) : even;
  }
  return fifteen + String.fromCharCode(65 + (sum % 26));
};
/** The tenth digit of a personnummer (Luhn over the first nine). */
const swedish = (nine: string): string => {
  const sum = [...nine]
    .map((digit, index) => Number(digit) * (index % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + Math.floor(value / 10) + (value % 10), 0);
  return `${nine.slice(0, 6)}-${nine.slice(6)}${(10 - (sum % 10)) % 10}`;
};

const found: Readonly<Record<string, readonly string[]>> = {
  US: ['078-05-1120', '001-01-0001', '899-99-9999', '665-12-3456', '667-12-3456'],
  GB: ['AB123456A', 'AB123456D', 'AB 12 34 56 C', 'OA123456B', 'ZY123456C', 'CE123456A', 'WX 123456 B'],
  ES: [
    ...[0, 1, 23, 12345678, 99999999].map((number) => String(number).padStart(8, '0') + spanish(number)),
    `12345678-${spanish(12345678)}`,
    `12345678-${spanish(12345678)}`.toLowerCase(),
    `00000000-${spanish(0)}`.toLowerCase(),
    `x1234567-${spanish(1234567)}`,
    `X1234567-${spanish(1234567).toLowerCase()}`,
    `99999999-${spanish(99999999)}`.toLowerCase(),
    ...[1234567, 11234567, 21234567].map((number, index) =>
      `${'xyz'.charAt(index)}1234567-${spanish(number)}`.toLowerCase(),
    ),
    `X1234567${spanish(1234567)}`,
    `Y1234567${spanish(11234567)}`,
    `Z1234567${spanish(21234567)}`,
    `Z1234567-${spanish(21234567)}`,
    ...Array.from({ length: 23 }, (_, rest) => `000000${String(rest).padStart(2, '0')}${spanish(rest)}`),
  ],
  IT: [
    'RSSMRA85T10A562S',
    'rssmra85t10a562s',
    ...['ABCDEF01A01A234', 'GHIJKL23B45M567', 'MNOPQR67C89Z890', 'STUVWX89H67F135', 'YZABCD01T71L792'].map(italian),
  ],
  FR: [
    `1841276451089${frenchKey(1841276451089)}`,
    `2 99 01 97 123 456 ${frenchKey(2990197123456)}`,
    `1 99 10 75 000 001 ${frenchKey(1991075000001)}`,
    // Corsica: 2A counts as 19 and 2B as 18.
    `1 84 12 2A 451 089 ${frenchKey(1841219451089)}`,
    `284122B451089${frenchKey(2841218451089)}`,
    `284122b451089${frenchKey(2841218451089)}`,
  ],
  // The third has 10 as the rest of a check, which counts as 0.
  BR: ['529.982.247-25', '111.444.777-35', '123.456.789-09', '000.000.001-91'],
  SE: ['811228-9874', '811228+9874', '19811228-9874', '20811228-9874', ...['010101000', '991231999'].map(swedish)],
  FI: [
    '131052-308T',
    '131052-308t',
    ...['010100-002', '311299-899', '280264+051', '311280A888', '010190-900'].map(
      (start) => start + finnish(start.slice(0, 6) + start.slice(7)),
    ),
  ],
};

const lookAlike: Readonly<Record<string, readonly string[]>> = {
  US: ['000-12-3456', '666-12-3456', '900-12-3456', '999-12-3456', '123-00-4567', '123-45-0000', '12-345-6789'],
  GB: [
    ...['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].map((prefix) => `${prefix}123456A`),
    ...[...'DFIQUV'].flatMap((letter) => [`${letter}A123456A`, `A${letter}123456A`]),
    'AO123456A',
    'AB123456E',
    'AB12345A',
    'AB1234567A',
    'AB 1 23 45 6A',
    'ab123456a',
  ],
  ES: [
    `12345678${spanish(12345679)}`,
    `12345678-${spanish(12345679)}`.toLowerCase(),
    `W1234567${spanish(1234567)}`,
    `w1234567-${spanish(1234567)}`.toLowerCase(),
    `X1234567${spanish(11234567)}`,
    '1234567-8Z',
    // An order's id, of which one in 23 has the right letter; and what nobody writes.
    ...[12345678, 20260131, 20251224].map((number) => number + spanish(number).toLowerCase()),
    `x1234567${spanish(1234567)}`.toLowerCase(),
    `x1234567${spanish(1234567)}`,
    `X1234567${spanish(1234567).toLowerCase()}`,
  ],
  IT: ['RSSMRA85T10A562T', 'RSSMRA85T10A562', 'RSSMRA85F10A562S', 'RSSMR185T10A562S'],
  FR: [
    `1841276451089${frenchKey(1841276451088)}`,
    `3841276451089${frenchKey(3841276451089)}`,
    `1840076451089${frenchKey(1840076451089)}`,
    `1841376451089${frenchKey(1841376451089)}`,
    `184122C451089${frenchKey(1841217451089)}`,
    `1  84 12 76 451 089 ${frenchKey(1841276451089)}`,
  ],
  BR: ['529.982.247-26', '529.982.247-35', '111.111.111-11', '000.000.000-00', '52998224725', '529-982-247-25'],
  SE: [
    '811228-9875',
    ...['810028000', '811328000', '811200000', '811232000'].map(swedish),
    '18811228-9874',
    '811228 9874',
    '811228A9874',
  ],
  FI: [
    '131052-308U',
    ...['000152-308', '320152-308', '130052-308', '131352-308'].map(
      (start) => start + finnish(start.slice(0, 6) + start.slice(7)),
    ),
    '131052B308T',
    '131052308T',
    '131052-308G',
  ],
};
const cases = (samples: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(samples).flatMap(([country, texts]) => texts.map((text) => [country, text] as const));

describe('nationalId', () => {
  it('has samples here for every country', () => {
    expect(Object.keys(found).sort()).toEqual(nationalIdCountries.toSorted());
  });

  it.each(cases(found))('of %s is %s, also inside a text', (_country, text) => {
    expect(nationalId.found(text)).toBe(true);
    expect(nationalId.found(`no. ${text}, please`)).toBe(true);
    expect(nationalId.found(`(${text})`)).toBe(true);
  });

  it.each(cases(found))('of %s is not part of a longer word: %s', (_country, text) => {
    for (const longer of [`x${text}`, `_${text}`, `${text}x`, `${text}_`]) {
      expect(nationalId.found(longer), longer).toBe(false);
    }
  });

  it.each(cases(lookAlike))('of %s is not %s', (_country, text) => expect(nationalId.found(text)).toBe(false));

  it.each([
    '-078-05-1120',
    '078-05-1120-',
    `-12345678${spanish(12345678)}`,
    `12345678${spanish(12345678)}-`,
    '.529.982.247-25',
    '529.982.247-25-',
    '-811228-9874',
    '811228-9874-',
    '-131052-308T',
    '131052-308T-',
  ])('is not part of a longer number: %s', (text) => expect(nationalId.found(text)).toBe(false));

  it('goes on after a number that only looks like one', () => {
    expect(nationalId.found('529.982.247-26, 529.982.247-25')).toBe(true);
  });
});
