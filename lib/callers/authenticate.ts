import { InvalidConfigurationError, UnverifiedCallerError } from '../errors.ts';
import type { HookCall, HttpHookCall } from '../hook-call.ts';
import type { HookInstance, Proof } from '../hook-instance.ts';
import { parseJson } from '../parse-json.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { CallerClaims } from '../token-hook.ts';
import { verifyBasic } from './basic.ts';
import type { BearerJwtVerifier } from './bearer-jwt.ts';
import { verifyBodyHmac } from './body-hmac.ts';
import { type ProofResult, refused } from './proof-result.ts';
import { verifyStandardWebhooks, webhookKeys } from './standard-webhooks.ts';
import { verifyStaticHeader } from './static-header.ts';
import { verifyUserPool } from './user-pools.ts';
import { verifyZitadelSignature } from './zitadel-signature.ts';

export type NamedInstance = { readonly name: string; readonly settings: HookInstance };

/** Who called: the instance whose proof matched and, where that is a JWT, its verified payload. */
export type VerifiedCaller = {
  readonly instance: NamedInstance;
  readonly claims?: CallerClaims | undefined;
  /** The verified payload is the event: the JWT came in the body, where nothing else is believed. */
  readonly claimsAreEvent: boolean;
};

export type Authentication = {
  readonly secrets: Secrets;
  /** Loads the JWT verifier when first needed: a hook without JWTs need not evaluate jose at its cold start. */
  readonly bearerJwt: () => Promise<BearerJwtVerifier>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

type Options = Authentication & { readonly signal: AbortSignal };

const isIn = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const memberAt = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((parent, name) => (isIn(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined), value);

const jwtOf = (call: HttpHookCall, place: Extract<Proof, { kind: 'bearer-jwt' }>['in']): string | undefined => {
  if (place === undefined || place === 'authorization') {
    return /^bearer +([^\s,]+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  }
  const jwt = call.method === 'GET' ? undefined : memberAt(parseJson(call.body), place.body);
  return typeof jwt === 'string' ? jwt : undefined;
};

const verifyHttpProof = async (
  call: HttpHookCall,
  { proof, emulator = false }: HookInstance,
  { secrets, bearerJwt, now, signal }: Options,
): Promise<ProofResult> => {
  if (proof.kind === 'user-pools') {
    throw new InvalidConfigurationError(
      'A proof of kind "user-pools" is for hooks that Cognito invokes directly; a hook over HTTP needs another one.',
    );
  }
  if (proof.kind === 'bearer-jwt') {
    const jwt = jwtOf(call, proof.in);
    if (jwt === undefined) return refused('there is no JWT where the proof says');
    return (await bearerJwt()).verify(jwt, proof, { signal, emulator });
  }
  const known = await secrets.get(proof.secret, { signal });
  if (proof.kind === 'static-header') return verifyStaticHeader(call, proof.header, known);
  if (proof.kind === 'basic') return verifyBasic(call, proof.username, known);
  if (call.method === 'GET') return refused('a signature over the body proves nothing about a GET');
  if (proof.kind === 'body-hmac') return verifyBodyHmac(call, proof.header, known);
  const times = { toleranceSeconds: proof.toleranceSeconds, now: now() };
  if (proof.kind === 'zitadel-signature') return verifyZitadelSignature(call, known, times);
  return verifyStandardWebhooks(
    call,
    known.flatMap((secret) => webhookKeys(secret, proof.secret)),
    times,
  );
};

const verifyProof = (call: HookCall, instance: HookInstance, options: Options): Promise<ProofResult> | ProofResult => {
  if (call.door === 'http') return verifyHttpProof(call, instance, options);
  return instance.proof.kind === 'user-pools'
    ? verifyUserPool(call, instance.proof.userPoolIds)
    : refused('the proof of this instance cannot be given by a direct invocation');
};

/** One pass over the candidates; a fault at one (a missing secret) does not keep another from matching. */
const tryAll = async (candidates: readonly NamedInstance[], call: HookCall, options: Options) => {
  const reasons: string[] = [];
  let unknownSecret = false;
  let fault: unknown;
  for (const instance of candidates) {
    try {
      const result = await verifyProof(call, instance.settings, options);
      if (result.verified) {
        const { proof } = instance.settings;
        const claimsAreEvent = proof.kind === 'bearer-jwt' && typeof proof.in === 'object';
        return { caller: { instance, claims: result.claims, claimsAreEvent } };
      }
      reasons.push(`${instance.name}: ${result.reason}`);
      unknownSecret ||= result.unknownSecret === true;
    } catch (error) {
      fault ??= error;
    }
  }
  return { reasons, unknownSecret, fault };
};

/**
 * Finds the instance whose proof the call carries; that instance, and nothing in the body, decides the realm. A proof in
 * the right form that no known secret made has the secrets read again, at most every 30 seconds.
 *
 * @throws UnverifiedCallerError no proof matches; MissingSecretError, KeySetUnavailableError, InvalidConfigurationError:
 *   one could not be checked and no other matched; InvalidEventError: the JWT should be in the body, which is no JSON
 */
export const authenticate = async (
  candidates: readonly NamedInstance[],
  call: HookCall,
  options: Options,
): Promise<VerifiedCaller> => {
  let outcome = await tryAll(candidates, call, options);
  const { secrets, signal } = options;
  if (outcome.unknownSecret && (await secrets.refresh({ signal, because: 'a proof did not match' }))) {
    outcome = await tryAll(candidates, call, options);
  }
  if (outcome.caller) return outcome.caller;
  if (outcome.fault !== undefined) throw outcome.fault;
  throw new UnverifiedCallerError(
    candidates.length === 0
      ? 'No instance in hooks.config.ts is for this hook.'
      : `No proof matches (${outcome.reasons.join('; ')}).`,
  );
};
