import type { Detector } from './detector.ts';

/**
 * Length by country.
 * @see https://www.swift.com/standards/data-standards/iban-international-bank-account-number (IBAN registry)
 */
const lengths: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MR: 27,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SC: 31,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
};

/**
 * In capitals, together or with spaces; in any letters, or with hyphens, only in groups of four, as it is printed: one
 * UUID or hexadecimal id in some ten thousand would pass for a number in small letters.
 */
const candidates =
  /(?<!\w)(?:[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?|[A-Za-z]{2}\d{2}(?:[ -][A-Za-z0-9]{4}){2,7}(?:[ -][A-Za-z0-9]{1,3})?)(?!\w)/g;

/** ISO 7064 MOD 97-10 of digits and letters in either case, one by one so that no big number arises. */
const mod97 = (rearranged: string): number => {
  let remainder = 0;
  for (const character of rearranged) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
};

export const iban: Detector = {
  kind: 'IBAN',
  // Two check digits; a bank's own number may be of letters, but none in use is.
  atLeast: { length: 15, digits: 4 },
  found: (text) => {
    for (const [candidate] of text.matchAll(candidates)) {
      const length = lengths[candidate.slice(0, 2).toUpperCase()];
      let compact = '';
      // No further than the country's length: the next word may look like one more group.
      for (const group of candidate.split(/[ -]/)) if (compact.length !== length) compact += group;
      if (compact.length === length && mod97(compact.slice(4) + compact.slice(0, 4)) === 1) return true;
    }
    return false;
  },
};
