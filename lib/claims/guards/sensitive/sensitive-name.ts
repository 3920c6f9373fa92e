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
  'credential',
  'apikey',
  'privatekey',
  'secretkey',
  'accesskey',
  'accesstoken',
  'apitoken',
  'authtoken',
  'bearertoken',
  'refreshtoken',
  'sessiontoken',
  'cardnumber',
  'creditcard',
  'cvv',
  'cvc',
  'iban',
  'bankaccount',
  'ssn',
  'socialsecurity',
  'socialsecuritynumber',
  'nationalid',
  'passportnumber',
  'passport',
  'taxid',
  'dateofbirth',
  'dob',
  'diagnosis',
]);

/** Whether a key names sensitive data, in any of the usual spellings (`api_key`, `apiKey`, `API-Key`). */
export const isSensitiveName = (key: string): boolean => {
  const words = key
    .slice(0, 128)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word, index) => {
    const two = word + (words[index + 1] ?? '');
    return isSensitiveWord(word) || isSensitiveWord(two) || isSensitiveWord(two + (words[index + 2] ?? ''));
  });
};

const isSensitiveWord = (word: string): boolean =>
  sensitiveWords.has(word.replace(/s$/, '')) || sensitiveWords.has(word);
