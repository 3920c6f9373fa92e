import type { CallerClaims } from '../token-hook.ts';

/** What checking one instance's proof found. `reason` is for the log: it names what is missing or wrong, no value. */
export type ProofResult =
  | { readonly verified: true; readonly claims?: CallerClaims }
  | {
      readonly verified: false;
      readonly reason: string;
      /** The proof has the right form but no secret that we hold made it: perhaps it was rotated since we read it. */
      readonly unknownSecret?: true;
    };

export const verified: ProofResult = { verified: true };

export const refused = (reason: string): ProofResult => ({ verified: false, reason });

export const refusedBySecrets = (reason: string): ProofResult => ({ verified: false, reason, unknownSecret: true });
