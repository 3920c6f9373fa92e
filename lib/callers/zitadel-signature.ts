import { createHmac } from 'node:crypto';
import type { HttpHookCall } from '../hook-call.ts';
import { equalsAnyInConstantTime } from './constant-time.ts';
import { type ProofResult, refused, refusedBySecrets, verified } from './proof-result.ts';
import { timestampFault } from './timestamp.ts';

const mostSignatures = 16;

/**
 * ZITADEL Actions v2: `ZITADEL-Signature: t=<seconds>,v1=<hex>[,v1=<hex>]`, keyed with the UTF-8 bytes of the signing key.
 * ZITADEL's own check refuses only what is too old; this one also refuses what is from the future.
 * @see https://zitadel.com/docs/guides/integrate/actions/testing-request-signature
 */
export const verifyZitadelSignature = (
  call: HttpHookCall,
  keys: readonly string[],
  { toleranceSeconds = 300, now }: { readonly toleranceSeconds?: number | undefined; readonly now: number },
): ProofResult => {
  const header = call.headers['zitadel-signature'];
  if (!header) return refused('the header "zitadel-signature" is missing');
  const parts = header.split(',').map((part) => part.trim());
  const timestamps = parts.filter((part) => part.startsWith('t=')).map((part) => part.slice(2));
  const signatures = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3).toLowerCase());
  const [timestamp] = timestamps;
  if (timestamp === undefined || timestamps.length > 1) {
    return refused('the header "zitadel-signature" does not hold exactly one timestamp');
  }
  const fault = timestampFault(timestamp, toleranceSeconds, now);
  if (fault) return refused(fault);
  if (signatures.length === 0) return refused('the header "zitadel-signature" holds no v1 signature');
  if (signatures.length > mostSignatures) return refused('the header "zitadel-signature" holds too many signatures');
  const expected = keys.map((key) => createHmac('sha256', key).update(`${timestamp}.`).update(call.body).digest('hex'));
  const matches = signatures.map((signature) => equalsAnyInConstantTime(signature, expected));
  return matches.includes(true) ? verified : refusedBySecrets('no signature matches');
};
