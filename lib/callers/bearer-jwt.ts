import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, UnsecuredJWT } from 'jose';
import type { Proof } from '../hook-instance.ts';
import { createKeySets } from './key-sets.ts';
import { type ProofResult, refused } from './proof-result.ts';

export type BearerJwtProof = Extract<Proof, { readonly kind: 'bearer-jwt' }>;

/** RFC 7515 s.3.1, checked before decoding: decoders skip white space inside the segments. */
const compactJws = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const compactUnsecured = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.$/;
/** The IdPs' access tokens have 1 to 3 KB; Firebase puts the whole user record into its JWT. */
const longestJwt = { authorization: 16_384, body: 131_072 } as const;
const clockToleranceSeconds = 5;

const isOneOf = (value: unknown, expected: string | readonly string[]): boolean =>
  typeof value === 'string' && (typeof expected === 'string' ? value === expected : expected.includes(value));

/** `azp|appid`: the first of the alternatives that is there must match; the others do not make up for it. */
const missingClaim = (payload: JWTPayload, claims: BearerJwtProof['claims'] = {}): string | undefined =>
  Object.entries(claims).find(([alternatives, expected]) => {
    const name = alternatives.split('|').find((alternative) => payload[alternative] !== undefined);
    return name === undefined || !isOneOf(payload[name], expected);
  })?.[0];

/** jose's messages name claims and codes only, but never pass one on unread: what is logged is our own text. */
const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the JWT's claim "${error.claim}" is missing or not accepted`;
  if (error instanceof errors.JWTExpired) return 'the JWT has expired';
  if (error instanceof errors.JOSEAlgNotAllowed) return "the JWT's algorithm is not allowed";
  if (error instanceof errors.JWKSNoMatchingKey) return "no key of the issuer has the JWT's key id";
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'the JWT names no key id and several keys could fit';
  if (error instanceof errors.JWSSignatureVerificationFailed) return "the JWT's signature does not match";
  return 'the JWT is malformed';
};

const isUnsecured = (jwt: string): boolean => {
  try {
    return compactUnsecured.test(jwt) && decodeProtectedHeader(jwt).alg === 'none';
  } catch {
    return false;
  }
};

export type BearerJwtVerifier = {
  /** Fetches the proof's key set before the first call; never rejects, the call that needs it tries again. */
  prefetch(proof: BearerJwtProof, options: { readonly signal: AbortSignal }): Promise<void>;
  /** @throws KeySetUnavailableError */
  verify(
    jwt: string,
    proof: BearerJwtProof,
    options: { readonly signal: AbortSignal; readonly emulator: boolean },
  ): Promise<ProofResult>;
};

/**
 * Verifies JWTs as RFC 8725 asks: issuer, audience and algorithms pinned, keys only from the configured key set; `jku`,
 * `jwk` and `x5u` of the header are never followed. `alg: none` passes only for an instance that is an emulator's.
 * @see https://www.rfc-editor.org/rfc/rfc8725
 */
export const createBearerJwtVerifier = ({ now }: { readonly now: () => number }): BearerJwtVerifier => {
  const keySets = createKeySets({ now });

  const verifiedPayload = async (
    jwt: string,
    proof: BearerJwtProof,
    { signal, emulator }: { readonly signal: AbortSignal; readonly emulator: boolean },
  ): Promise<JWTPayload> => {
    const checks = {
      issuer: [proof.issuer].flat(),
      audience: [proof.audience].flat(),
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(now()),
      requiredClaims: ['exp'],
    };
    if (emulator && isUnsecured(jwt)) return UnsecuredJWT.decode(jwt, checks).payload;
    if (!compactJws.test(jwt)) throw new errors.JWTInvalid('not in compact form');
    const findKey = keySets.keyFinder(proof.jwksUri, proof.jwks && { keys: [...proof.jwks.keys] }, { signal });
    return (await jwtVerify(jwt, findKey, { ...checks, algorithms: [...proof.algorithms] })).payload;
  };

  return {
    prefetch: async (proof, options) => {
      if (!proof.jwks) await keySets.prefetch(proof.jwksUri, options);
    },
    verify: async (jwt, proof, options) => {
      if (jwt.length > longestJwt[typeof proof.in === 'object' ? 'body' : 'authorization']) {
        return refused('the JWT is too long');
      }
      try {
        const payload = await verifiedPayload(jwt, proof, options);
        const missing = missingClaim(payload, proof.claims);
        return missing === undefined
          ? { verified: true, claims: payload }
          : refused(`the JWT's claim "${missing}" is missing or not accepted`);
      } catch (error) {
        if (error instanceof errors.JOSEError) return refused(reasonOf(error));
        throw error;
      }
    },
  };
};
