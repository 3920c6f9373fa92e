import type { HttpHookCall } from '../hook-call.ts';
import { equalsAnyInConstantTime } from './constant-time.ts';
import { type ProofResult, refused, refusedBySecrets, verified } from './proof-result.ts';

/** A header with a secret value, sent as it is (Okta, Hydra's API key, WSO2, the generic endpoint). */
export const verifyStaticHeader = (call: HttpHookCall, header: string, secrets: readonly string[]): ProofResult => {
  const value = call.headers[header.toLowerCase()];
  if (!value) return refused(`the header "${header.toLowerCase()}" is missing`);
  return equalsAnyInConstantTime(value, secrets)
    ? verified
    : refusedBySecrets(`the header "${header.toLowerCase()}" does not match`);
};
