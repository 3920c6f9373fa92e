import { describe, expect, it } from 'vitest';
import { nationalIdCountries } from '../../../lib/claims/guards/sensitive/national-id.ts';
import { luhn } from '../../../lib/claims/guards/sensitive/payment-card.ts';
import { isSensitiveName } from '../../../lib/claims/guards/sensitive/sensitive-name.ts';
import { sensitiveText, sensitiveValue } from '../../../lib/claims/guards/sensitive/sensitive-value.ts';
import { negatives, positives, type Sample } from './sensitive-samples.ts';

const missed = (samples: readonly Sample[]) => samples.filter(({ text }) => sensitiveText(text) === undefined);
const found = (samples: readonly Sample[]) => samples.filter(({ text }) => sensitiveText(text) !== undefined);
const kinds = (samples: readonly Sample[]) => [...new Set(samples.map(({ what }) => what))];

describe('sensitive values', () => {
  it('are found, all of at least 100 samples', () => {
    const samples = positives();
    expect(samples.length).toBeGreaterThanOrEqual(100);
    // Random base64 lacks a digit or holds ten small letters in a row once in two hundred times.
    expect(missed(samples).length, kinds(missed(samples)).join(', ')).toBeLessThanOrEqual(2);
  });

  it('are not seen in at least 200 ordinary ids, numbers and texts', () => {
    const samples = negatives();
    expect(samples.length).toBeGreaterThanOrEqual(200);
    expect(found(samples).length, kinds(found(samples)).join(', ')).toBeLessThanOrEqual(1);
  });

  it('are national ids of at least five countries', () => {
    expect(nationalIdCountries.length).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ['4111 1111 1111 1111', 'payment card number'],
    ['DE89 3704 0044 0532 0130 00', 'IBAN'],
    ['RSSMRA85T10A562S', 'national id'],
    ['078-05-1120', 'national id'],
    ['12345678Z', 'national id'],
    ['X1234567L', 'national id'],
    ['529.982.247-25', 'national id'],
    ['811228-9874', 'national id'],
    ['131052-308T', 'national id'],
    ['1 84 12 76 451 089 46', 'national id'],
    ['AB123456C', 'national id'],
  ])('"%s" is a published example of a %s', (text, kind) => {
    expect(sensitiveText(text)).toBe(kind);
  });

  it.each([
    ['4111 1111 1111 1112', 'a card number whose check digit is wrong'],
    ['9111111111111110', 'a number of no card issuer'],
    ['DE89 3704 0044 0532 0130 01', 'an IBAN whose check digits are wrong'],
    ['GB29NWBK601613319268191', 'an IBAN of the wrong length'],
    ['000-12-3456', 'an area that no SSN has'],
    ['12345678A', 'a DNI with the wrong letter'],
    ['RSSMRA85T10A562T', 'a codice fiscale with the wrong letter'],
    ['529.982.247-26', 'a CPF whose check digit is wrong'],
    ['111.111.111-11', 'a CPF of one digit only'],
    ['811228-9875', 'a personnummer whose check digit is wrong'],
    ['811328-9872', 'a personnummer without a month'],
    ['131052-308U', 'a HETU with the wrong character'],
    ['1 84 12 76 451 089 47', 'a NIR whose key is wrong'],
    ['a'.repeat(64), 'sixty-four times the same letter'],
    ['0'.repeat(64), 'sixty-four zeros'],
  ])('"%s" is not: %s', (text) => {
    expect(sensitiveText(text)).toBeUndefined();
  });

  it('are found in numbers, arrays, objects and the names of members', () => {
    expect(sensitiveValue(4111111111111111)).toBe('payment card number');
    expect(sensitiveValue(411111111)).toBeUndefined();
    expect(sensitiveValue(true)).toBeUndefined();
    expect(sensitiveValue(null)).toBeUndefined();
    expect(sensitiveValue(['fine', ['DE89370400440532013000']])).toBe('IBAN');
    expect(sensitiveValue({ a: { b: '078-05-1120' } })).toBe('national id');
    expect(sensitiveValue({ profile: { apiKey: 'x' } })).toBe('sensitive name');
    expect(sensitiveValue({ '4111 1111 1111 1111': 1 })).toBe('sensitive name');
    expect(sensitiveValue({ profile: { keyboard: 'x' }, missing: undefined })).toBeUndefined();
  });

  it('are looked for in the first 8192 characters: what is longer is refused for its length', () => {
    const card = ' 4111 1111 1111 1111';
    expect(sensitiveText('x'.repeat(8192 - card.length) + card)).toBe('payment card number');
    expect(sensitiveText('x'.repeat(8193 - card.length) + card)).toBeUndefined();
    expect(sensitiveText(`${card} ${'x'.repeat(9000)}`)).toBe('payment card number');
    expect(sensitiveText('x'.repeat(8193) + card)).toBeUndefined();
  });

  it('are found with as few digits as they can have, zeros and nines counted', () => {
    expect(sensitiveText('4000000000006')).toBe('payment card number');
    expect(sensitiveText('4999999999997')).toBe('payment card number');
  });

  it('are not seen in a number that has lost its last digits', () => {
    // Luhn and the length are right, but no card has a number that a double rounds.
    const rounded = Array.from({ length: 100 }, (_, index) => 4e18 + index * 1024).find((number) =>
      luhn(String(number)),
    );
    expect(rounded).toBeDefined();
    expect(sensitiveText(String(rounded))).toBe('payment card number');
    expect(sensitiveValue(rounded)).toBeUndefined();
  });

  it.each([
    'password',
    'user_password',
    'apiKey',
    'API-Key',
    'creditCard.number',
    'client_secret',
    'ssn',
    'date_of_birth',
  ])('are expected under the name "%s"', (name) => {
    expect(isSensitiveName(name)).toBe(true);
  });

  it.each(['user_id', 'keyboard', 'secretary', 'passenger', 'cards', 'assigned', 'api_version', 'tokens_left'])(
    'are not expected under the name "%s"',
    (name) => {
      expect(isSensitiveName(name)).toBe(false);
    },
  );
});
