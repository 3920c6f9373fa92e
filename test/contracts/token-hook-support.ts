import { expect } from 'vitest';
import * as z from 'zod/mini';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import type { ClaimsSet, ClaimValue } from '../../lib/claims/claim-value.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { AttributeStoreError } from '../../lib/errors.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import type { TokenHook } from '../../lib/token-hook.ts';
import type { TokenKind } from '../../lib/token-request.ts';
import type { HookFixture, Outcome } from '../support/hook-fixture.ts';
import { readerOf, type Sent } from '../support/hook-harness.ts';
import { canary, contractPolicy, nameAt } from './contract-policy.ts';

/** The part of a log line that says what went into which token. */
export const logLine = z.object({ released: z.record(z.string(), z.array(z.string())) });

export const storeDown: AttributeReader = {
  load: async () => {
    throw new AttributeStoreError('The attribute store does not answer.');
  },
};

export const junkBodies = [
  '',
  'null',
  '[]',
  '{',
  '"text"',
  '7',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  '\u0000',
  '{"__proto__":{"user_id":"u1"}}',
];

export const issuedTokens = (
  outcome: Outcome,
): Readonly<Record<string, ClaimsSet>> & Partial<Record<TokenKind, ClaimsSet>> => {
  if (!outcome.issued) throw new Error(`no token: ${outcome.as}`);
  return Object.fromEntries(Object.entries(outcome.tokens)) as Record<string, ClaimsSet>;
};

/** No token, and nothing shown but what the policy says. */
export const expectNoToken = (outcome: Outcome, message?: string): void => {
  expect(outcome.issued).toBe(false);
  if (!outcome.issued && outcome.message !== undefined && message !== undefined) expect(outcome.message).toBe(message);
  expect(JSON.stringify(outcome)).not.toContain(canary);
};

export const ourKeys = [...Object.keys(contractPolicy.claims), 'claims_status', 'claims_version', 'claims_epoch'];

/** Text of a hook that takes too few types is read back: `"7"` is 7 where the claim is no string. */
export const readBack = (key: string, value: ClaimValue): ClaimValue =>
  typeof value === 'string' && ['user_id', 'company_id', 'feature_flags'].includes(key) ? JSON.parse(value) : value;

/** The claims of ours in a token, by key. */
export const ours = (fixture: HookFixture, claims: ClaimsSet): Readonly<Record<string, ClaimValue>> =>
  Object.fromEntries(
    ourKeys.flatMap((key) => {
      const value = claims[nameAt(fixture, key)];
      return value === undefined ? [] : [[key, readBack(key, value)]];
    }),
  );

/** Under a namespace or a name that the policy retired. */
export const isRetired = (name: string): boolean =>
  name.startsWith('https://old.example.com/') || name === 'legacy_plan';

export const withoutOurs = (fixture: HookFixture, claims: ClaimsSet): ClaimsSet =>
  Object.fromEntries(
    Object.entries(claims).filter(
      ([name]) =>
        !isRetired(name) &&
        !name.startsWith('https://claims.example.com/') &&
        !ourKeys.some((key) => nameAt(fixture, key) === name),
    ),
  );

export const answerWithoutIds = ({ answer }: Sent): unknown => {
  if (answer.kind !== 'http') return answer;
  const { 'x-correlation-id': _id, ...headers } = answer.headers;
  return { ...answer, headers };
};

/** GET by login name needs the instance that asks for it. */
export const fullSettings = (event: unknown): Pick<HookInstance, 'subject'> =>
  typeof event === 'object' && event !== null && 'username' in event && !('subject' in event)
    ? { subject: 'username' }
    : {};

/** A policy that releases all these keys as they are. */
export const plainPolicy = (keys: readonly string[], schema: z.ZodMiniType<ClaimValue> = z.string()): ClaimsPolicy => ({
  namespace: null,
  claims: Object.fromEntries(
    keys.map((key) => [key, { schema, description: 'A name to try', sensitiveValueAllowed: 'No person behind it' }]),
  ),
  scopes: {},
  always: keys,
  unknownSubject: 'defaults',
});

export const holding = (keys: readonly string[], value: string): AttributeReader => {
  const item = { attributes: Object.fromEntries(keys.map((key) => [key, value])), version: 1 };
  return readerOf({ user: item, client: item });
};

export const isTexts = (value: ClaimValue): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

export const isCarried = (value: ClaimValue, types: TokenHook['limits']['values']): boolean => {
  if (types === 'json') return true;
  if (typeof value === 'string') return true;
  if (types === 'string') return false;
  return isTexts(value) || (types === 'scalar-or-string-array' && ['number', 'boolean'].includes(typeof value));
};

/** The same caller, whose secret has another name. */
export const renamed = (caller: Awaited<ReturnType<HookFixture['caller']>>): typeof caller => ({
  ...caller,
  proof: 'secret' in caller.proof ? { ...caller.proof, secret: `${caller.proof.secret}-other` } : caller.proof,
  secrets: Object.fromEntries(Object.entries(caller.secrets).map(([name, value]) => [`${name}-other`, value])),
});
