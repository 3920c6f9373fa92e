import { describe, expect, it } from 'vitest';
import { iban } from '../../../../lib/claims/guards/sensitive/iban.ts';
import { sensitiveText } from '../../../../lib/claims/guards/sensitive/sensitive-value.ts';

const grouped = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');

/** The examples of the IBAN registry. */
const published = [
  'NO9386011117947',
  'BE68539007547034',
  'NL91ABNA0417164300',
  'MK07250120000058984',
  'AT611904300234573201',
  'CH9300762011623852957',
  'DE89370400440532013000',
  'GB29NWBK60161331926819',
  'GI75NWBK000000007099453',
  'ES9121000418450200051332',
  'PT50000201231234567890154',
  'IS140159260076545510730339',
  'FR1420041010050500013M02606',
  'PL61109010140000071219812874',
  'BR1800360305000010009795493C1',
  'KW81CBKU0000000000001234560101',
  'MT84MALT011000012345MTLCAST001S',
  'LC55HEMM000100010012001200023015',
];

describe('iban', () => {
  it.each(published)('knows %s, in groups and in small letters too', (number) => {
    expect(sensitiveText(number)).toBe('IBAN');
    expect(iban.found(grouped(number))).toBe(true);
    expect(iban.found(grouped(number).toLowerCase())).toBe(true);
    expect(iban.found(grouped(number).replaceAll(' ', '-'))).toBe(true);
  });

  it.each(published)('finds %s among other words', (number) => {
    for (const text of [
      `to ${number}.`,
      `to ${grouped(number)}, now`,
      `${number} and more`,
      `${grouped(number)} paid`,
    ]) {
      expect(iban.found(text), text).toBe(true);
    }
  });

  it.each(published)('does not take a number for %s that is not', (number) => {
    const checkDigits = String(((Number(number.slice(2, 4)) + 1) % 97) + 2).padStart(2, '0');
    for (const text of [
      number.slice(0, 2) + checkDigits + number.slice(4),
      `${number}1`,
      `x${number}`,
      `1${number}`,
      `_${number}`,
      `${number}_`,
      `ZZ${number.slice(2)}`,
      grouped(number).replaceAll(' ', '  '),
    ]) {
      expect(iban.found(text), text).toBe(false);
    }
  });

  it('leaves ids that only happen to be one when their hyphens are taken out, or their letters made capitals', () => {
    expect(iban.found('BE685390-0754-7034-8000-000000000000')).toBe(false);
    expect(iban.found('be685390-0754-7034-8000-000000000000')).toBe(false);
    expect(iban.found('be68539007547034')).toBe(false);
    expect(iban.found('BE68539007547034')).toBe(true);
  });

  it('goes on after a number that only looks like one', () => {
    expect(iban.found('DE89370400440532013001, DE89370400440532013000')).toBe(true);
  });
});
