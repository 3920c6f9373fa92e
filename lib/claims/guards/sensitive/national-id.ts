import type { Detector } from './detector.ts';
import { luhn } from './payment-card.ts';

/**
 * One country's number for a person: its written form and its check. Forms that are nothing but a run of digits
 * (Germany, Poland, the Netherlands) are left out: one order number in ten or a hundred would look like them.
 */
type NationalId = { readonly country: string; readonly form: RegExp; readonly valid: (match: string) => boolean };

const isDate = (month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= 31;
const digitsOf = (text: string): readonly number[] => [...text.replace(/\D/g, '')].map(Number);
const number = (text: string, start: number, end: number): number => Number(text.slice(start, end));

const dniLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';
const hetuCharacters = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** Values of characters at odd places of an Italian codice fiscale. */
const codiceOdd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

const codiceFiscaleCheck = (code: string): boolean => {
  const sum = [...code.slice(0, 15)].reduce((total, character, index) => {
    const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    return total + (index % 2 === 0 ? (codiceOdd[value] ?? 0) : value);
  }, 0);
  return code.charCodeAt(15) - 65 === sum % 26;
};

const cpfCheck = (text: string): boolean => {
  const digits = digitsOf(text);
  if (new Set(digits).size === 1) return false;
  const check = (length: number) => {
    const sum = digits.slice(0, length).reduce((total, digit, index) => total + digit * (length + 1 - index), 0);
    return ((sum * 10) % 11) % 10 === digits[length];
  };
  return check(9) && check(10);
};

const nationalIds: readonly NationalId[] = [
  {
    country: 'US',
    form: /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
    valid: () => true,
  },
  {
    country: 'GB',
    // In capitals only, as it is written: without a check digit, short ids in small letters would look like it.
    form: /(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/g,
    valid: () => true,
  },
  {
    country: 'ES',
    // Without its hyphen in capitals only, as it is written: of ids like `20260131a` one in 23 would have the right letter.
    form: /(?<![\w-])(?:[XYZ\d]\d{7}[A-Z]|[XYZxyz\d]\d{7}-[A-Za-z])(?![\w-])/g,
    valid: (match) => {
      const compact = match.replace('-', '').replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
      return dniLetters[number(compact, 0, 8) % 23] === compact[8];
    },
  },
  {
    country: 'IT',
    form: /(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)/gi,
    valid: codiceFiscaleCheck,
  },
  {
    country: 'FR',
    form: /(?<!\w)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)/gi,
    valid: (match) => {
      const compact = match.replaceAll(' ', '').replace('2A', '19').replace('2B', '18');
      return 97 - (number(compact, 0, 13) % 97) === number(compact, 13, 15);
    },
  },
  { country: 'BR', form: /(?<![\w.])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/g, valid: cpfCheck },
  {
    country: 'SE',
    form: /(?<![\w-])(?:19|20)?\d{6}[-+]\d{4}(?![\w-])/g,
    valid: (match) => {
      const ten = match.replace(/\D/g, '').slice(-10);
      return isDate(number(ten, 2, 4), number(ten, 4, 6)) && luhn(ten);
    },
  },
  {
    country: 'FI',
    form: /(?<![\w-])\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y](?![\w-])/gi,
    valid: (match) =>
      isDate(number(match, 2, 4), number(match, 0, 2)) &&
      hetuCharacters[Number(match.slice(0, 6) + match.slice(7, 10)) % 31] === match[10],
  },
];

/** The countries whose numbers are recognised, for documentation and tests. */
export const nationalIdCountries: readonly string[] = nationalIds.map(({ country }) => country);

export const nationalId: Detector = {
  kind: 'national id',
  // A Spanish DNI has nine characters, a British national insurance number six digits.
  atLeast: { length: 9, digits: 6 },
  found: (text) =>
    nationalIds.some(({ form, valid }) => {
      for (const [match] of text.matchAll(form)) if (valid(match.toUpperCase())) return true;
      return false;
    }),
};
