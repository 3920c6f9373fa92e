import type { HttpHookCall } from '../hook-call.ts';
import { equalsAnyInConstantTime } from './constant-time.ts';
import { type ProofResult, refused, refusedBySecrets, verified } from './proof-result.ts';

/**
 * HTTP Basic authentication.
 * @see https://www.rfc-editor.org/rfc/rfc7617#section-2
 */
export const verifyBasic = (call: HttpHookCall, username: string, passwords: readonly string[]): ProofResult => {
  const header = call.headers['authorization'];
  if (!header) return refused('the header "authorization" is missing');
  const encoded = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header)?.[1];
  if (encoded === undefined) return refused('the header "authorization" holds no Basic credentials');
  const expected = passwords.map((password) => Buffer.from(`${username}:${password}`, 'utf8'));
  return equalsAnyInConstantTime(Buffer.from(encoded, 'base64'), expected)
    ? verified
    : refusedBySecrets('the Basic credentials do not match');
};
