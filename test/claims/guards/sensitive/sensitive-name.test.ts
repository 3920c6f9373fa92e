import { describe, expect, it } from 'vitest';
import { isSensitiveName } from '../../../../lib/claims/guards/sensitive/sensitive-name.ts';

/** Each as words; how they are joined does not matter. */
const names: readonly (readonly string[])[] = [
  ['password'],
  ['passwd'],
  ['passphrase'],
  ['pwd'],
  ['secret'],
  ['credential'],
  ['api', 'key'],
  ['private', 'key'],
  ['secret', 'key'],
  ['access', 'key'],
  ['access', 'token'],
  ['refresh', 'token'],
  ['session', 'token'],
  ['api', 'token'],
  ['auth', 'token'],
  ['bearer', 'token'],
  ['card', 'number'],
  ['credit', 'card'],
  ['cvv'],
  ['cvc'],
  ['iban'],
  ['bank', 'account'],
  ['ssn'],
  ['social', 'security'],
  ['social', 'security', 'number'],
  ['national', 'id'],
  ['passport', 'number'],
  ['passport'],
  ['tax', 'id'],
  ['date', 'of', 'birth'],
  ['dob'],
  ['diagnosis'],
];
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const camel = (words: readonly string[]): string => words.map((word, index) => (index ? capital(word) : word)).join('');

describe('isSensitiveName', () => {
  it.each(names.map((words) => [words.join(' '), words] as const))('knows "%s" in every spelling', (_text, words) => {
    for (const name of [
      words.join('_'),
      words.join('-'),
      words.join('.'),
      words.join(' '),
      words.join('--'),
      words.join(''),
      words.join('').toUpperCase(),
      words.join('_').toUpperCase(),
      camel(words),
      words.map(capital).join(''),
      `my_${words.join('_')}`,
      `${words.join('_')}_old`,
      camel(['user2', ...words, 'value']),
      `profile.${camel(words)}`,
      `é${words.join('_')}é`,
      `${words.join('_')}s`,
      camel(['all', ...words]).concat('s'),
    ]) {
      expect(isSensitiveName(name), name).toBe(true);
    }
  });

  it.each([
    '',
    'user_id',
    'keyboard',
    'secretary',
    'passenger',
    'cards',
    'assigned',
    'api_version',
    'tokens_left',
    'key_api',
    'birth_of_date',
    'date_of_birth2',
    'date_birth',
    'apix_key',
    'api_x_key',
    'passwordss',
    'Tax',
    'id_tax',
  ])('leaves "%s"', (name) => expect(isSensitiveName(name)).toBe(false));

  it('looks at the first 128 characters only', () => {
    expect(isSensitiveName(`${'x'.repeat(119)}_password`)).toBe(true);
    expect(isSensitiveName(`${'x'.repeat(120)}_password`)).toBe(false);
  });
});
