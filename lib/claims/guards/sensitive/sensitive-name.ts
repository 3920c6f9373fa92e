/**
 * Words that name data which does not belong into a token, as words of a key (`user_password`, `creditCard.number`):
 * a claim is readable by everybody who holds the token.
 */
const sensitiveWords: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'apikey',
  'privatekey',
  'secretkey',
  'accesskey',
  'accesstoken',
  'refreshtoken',
  'sessiontoken',
  'cardnumber',
  'creditcard',
  'cvv',
  'cvc',
  'iban',
  'ssn',
  'socialsecurity',
  'socialsecuritynumber',
  'nationalid',
  'passportnumber',
  'passport',
  'taxid',
  'dateofbirth',
  'diagnosis',
]);

/** Whether a key names sensitive data, in any of the usual spellings (`api_key`, `apiKey`, `API-Key`). */
export const isSensitiveName = (key: string): boolean => {
  const words = key
    .slice(0, 128)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some(
    (word, index) =>
      sensitiveWords.has(word) ||
      sensitiveWords.has(word + (words[index + 1] ?? '')) ||
      sensitiveWords.has(word + (words[index + 1] ?? '') + (words[index + 2] ?? '')),
  );
};
