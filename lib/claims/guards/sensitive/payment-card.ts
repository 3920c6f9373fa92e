import type { Detector } from './detector.ts';

/** 13 to 19 digits, in groups of at least four at most, that are not part of a longer number or word. */
const candidates =
  /(?<![\w.+-])\d{4}(?:[ .-]?\d{4}){2}(?:[ .-]?\d{1,4}){1,2}(?![\w-])|(?<![\w.+-])\d{4}[ .-]?\d{6}[ .-]\d{5}(?![\w-])/g;

/**
 * Issuer prefixes and lengths in use: Amex, Visa, Mastercard, Discover, JCB, Diners, UnionPay.
 * @see https://www.iso.org/standard/70484.html (ISO/IEC 7812-1)
 */
const issuers =
  /^(?:3[47]\d{13}|4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[689]\d)\d{11}|62\d{14,17})$/;

/** The check digit of ISO/IEC 7812-1 annex B. */
export const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
};

/** Any run of the groups: a year may stand before the number, the month of expiry or the check number behind it. */
const holdsCard = (groups: readonly string[]): boolean =>
  groups.some((_, start) => {
    let digits = '';
    return groups.slice(start).some((group) => {
      digits += group;
      return issuers.test(digits) && luhn(digits);
    });
  });

export const paymentCard: Detector = {
  kind: 'payment card number',
  atLeast: { length: 13, digits: 13 },
  found: (text) => {
    for (const [candidate] of text.matchAll(candidates)) if (holdsCard(candidate.split(/[ .-]/))) return true;
    return false;
  },
};
