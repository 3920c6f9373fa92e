import { hash, timingSafeEqual } from 'node:crypto';

const digest = (value: string | Uint8Array): Buffer => hash('sha256', value, 'buffer');

/** Compares by digest, so that neither content nor length of the secret shows in the time it takes. */
export const equalInConstantTime = (left: string | Uint8Array, right: string | Uint8Array): boolean =>
  timingSafeEqual(digest(left), digest(right));

/** Compares with every secret, also after one matched, so that the time does not tell which one it was. */
export const equalsAnyInConstantTime = (
  value: string | Uint8Array,
  candidates: readonly (string | Uint8Array)[],
): boolean => {
  const expected = digest(value);
  let matched = false;
  for (const candidate of candidates) matched = timingSafeEqual(expected, digest(candidate)) || matched;
  return matched;
};
