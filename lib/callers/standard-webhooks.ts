import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { InvalidConfigurationError } from '../errors.ts';
import type { HttpHookCall } from '../hook-call.ts';
import { equalsAnyInConstantTime } from './constant-time.ts';
import { type ProofResult, refused, refusedBySecrets, verified } from './proof-result.ts';
import { timestampFault } from './timestamp.ts';

const base64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** A forged call may bring many signatures; an honest one brings one per active secret. */
const mostSignatures = 16;

/**
 * The signing keys in a stored secret: `whsec_<base64>`, `v1,whsec_<base64>` (Supabase's form, several joined by `|`) or
 * plain base64.
 * @throws InvalidConfigurationError it is none of these; the secret itself is not repeated
 */
export const webhookKeys = (secret: string, name: string): readonly KeyObject[] =>
  secret.split('|').map((part) => {
    const encoded = part.trim().replace(/^(?:v1,)?(?:whsec_)?/, '');
    if (!base64.test(encoded)) {
      throw new InvalidConfigurationError(
        `The secret "${name}" is no Standard Webhooks secret: expected base64, with or without "whsec_" before it. Store one made by \`claims secret rotate\`.`,
      );
    }
    return createSecretKey(encoded, 'base64');
  });

/**
 * Standard Webhooks 1.0: `webhook-signature` over `webhook-id`, `webhook-timestamp` and the raw body.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const verifyStandardWebhooks = (
  call: HttpHookCall,
  keys: readonly KeyObject[],
  { toleranceSeconds = 300, now }: { readonly toleranceSeconds?: number | undefined; readonly now: number },
): ProofResult => {
  const id = call.headers['webhook-id'];
  const timestamp = call.headers['webhook-timestamp'];
  const header = call.headers['webhook-signature'];
  if (!id) return refused('the header "webhook-id" is missing');
  if (!timestamp) return refused('the header "webhook-timestamp" is missing');
  if (!header) return refused('the header "webhook-signature" is missing');
  const fault = timestampFault(timestamp, toleranceSeconds, now);
  if (fault) return refused(fault);
  // The specification separates signatures by a space; Supabase by ", ". The comma inside `v1,<base64>` stays.
  const signatures = header
    .split(/,? +/)
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => signature.slice(3));
  if (signatures.length === 0) return refused('the header "webhook-signature" holds no v1 signature');
  if (signatures.length > mostSignatures) return refused('the header "webhook-signature" holds too many signatures');
  const expected = keys.map((key) =>
    createHmac('sha256', key).update(`${id}.${timestamp}.`).update(call.body).digest('base64'),
  );
  const matches = signatures.map((signature) => equalsAnyInConstantTime(signature, expected));
  return matches.includes(true) ? verified : refusedBySecrets('no signature matches');
};
