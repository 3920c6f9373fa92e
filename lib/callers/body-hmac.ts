import { createHmac } from 'node:crypto';
import type { HttpHookCall } from '../hook-call.ts';
import { equalsAnyInConstantTime } from './constant-time.ts';
import { type ProofResult, refused, refusedBySecrets, verified } from './proof-result.ts';

/**
 * A header with the hex HMAC-SHA256 of the raw body (Authgear: `x-authgear-body-signature`). It has no timestamp, so a
 * replay cannot be told from a first call.
 * @see https://github.com/authgear/authgear-server/blob/main/docs/specs/hook.md
 */
export const verifyBodyHmac = (call: HttpHookCall, header: string, keys: readonly string[]): ProofResult => {
  const signature = call.headers[header.toLowerCase()];
  if (!signature) return refused(`the header "${header.toLowerCase()}" is missing`);
  if (!/^[0-9a-f]{64}$/i.test(signature)) return refused(`the header "${header.toLowerCase()}" is no SHA-256 in hex`);
  const expected = keys.map((key) => createHmac('sha256', key).update(call.body).digest('hex'));
  return equalsAnyInConstantTime(signature.toLowerCase(), expected)
    ? verified
    : refusedBySecrets('the body signature does not match');
};
