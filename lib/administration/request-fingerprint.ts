import { createHash } from 'node:crypto';

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

/**
 * What a change keeps of the request that asked for it: digests of who and which idempotency key, and of what was
 * asked.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export const requestFingerprint = (options: {
  readonly by: string;
  readonly idempotencyKey: string;
  readonly request: readonly string[];
}): string => `${digest([options.by, options.idempotencyKey])}.${digest(options.request)}`;

/** Whether two fingerprints are of the same request, of the same key for another request, or unrelated. */
export const compareRequests = (kept: string | undefined, given: string): 'same' | 'mismatch' | 'unrelated' => {
  if (kept === given) {
    return 'same';
  }
  return kept?.split('.')[0] === given.split('.')[0] ? 'mismatch' : 'unrelated';
};
