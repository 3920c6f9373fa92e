import type { Detector } from './detector.ts';

/** Runs of characters that secrets are written in (base64, base64url, hex). */
const runs = /[A-Za-z0-9+/=_-]{32,}/g;
const hexadecimal = /^[0-9a-f]+$/i;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Shannon entropy in bits per character. */
const entropy = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
};

/**
 * At least 40 hex digits (a SHA-1 or longer; 32 are a UUID without hyphens), or 32 characters of base64 that mix
 * upper case, lower case and digits without the words that an identifier is made of. A hash that is meant to be in a
 * token is a reviewed exception of its claim.
 */
const looksRandom = (run: string): boolean => {
  if (uuid.test(run)) return false;
  if (hexadecimal.test(run)) return run.length >= 40 && entropy(run) > 3;
  const mixed = /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
  return mixed && entropy(run) > 4.2 && longestWord(run) < 10;
};

/** The longest run of lower-case letters: random base64 hardly ever has ten in a row, words and slugs do. */
const longestWord = (run: string): number => {
  let longest = 0;
  for (const word of run.split(/[^a-z]/)) longest = Math.max(longest, word.length);
  return longest;
};

export const highEntropy: Detector = {
  kind: 'high-entropy secret',
  atLeast: { length: 32, digits: 1 },
  found: (text) => {
    for (const [run] of text.matchAll(runs)) if (looksRandom(run)) return true;
    return false;
  },
};
