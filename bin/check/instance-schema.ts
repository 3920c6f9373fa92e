import * as z from 'zod';
import { isSecureUrl } from '../../lib/is-secure-url.ts';
import { tokenKinds } from '../../lib/token-request.ts';
import { scope, secretName } from './setting-schemas.ts';

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const oneOrMore = (what: string) =>
  z
    .unknown()
    .refine(
      (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
      `expected ${what}, or a list of some`,
    );

/** RFC 9110 s.5.6.2 */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected the name of a header');
const toleranceSeconds = z.int().positive('expected whole seconds, at least 1').optional();

/** Those of JWA with a public key: with `HS256` whoever can read a key set could sign, `none` signs nothing. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** `UserPoolIdType` of Cognito's API. */
const userPoolId = z
  .string()
  .max(55)
  .regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'expected the id of a user pool, such as eu-central-1_AbCdEf123');

const proof = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('user-pools'),
    userPoolIds: z.array(userPoolId).min(1, 'expected at least one user pool'),
  }),
  z.strictObject({ kind: z.literal('standard-webhooks'), secret: secretName, toleranceSeconds }),
  z.strictObject({ kind: z.literal('zitadel-signature'), secret: secretName, toleranceSeconds }),
  z.strictObject({ kind: z.literal('body-hmac'), secret: secretName, header: headerName }),
  z.strictObject({ kind: z.literal('static-header'), secret: secretName, header: headerName }),
  z.strictObject({
    kind: z.literal('basic'),
    secret: secretName,
    // RFC 7617 s.2: the first colon ends the name.
    username: z.string().regex(/^[^:]+$/, 'expected a name without a colon'),
  }),
  z.strictObject({
    kind: z.literal('bearer-jwt'),
    issuer: oneOrMore('an issuer'),
    audience: oneOrMore('an audience'),
    jwksUri: z.string().refine(isSecureUrl, 'expected an https URL (http only to the loopback interface)'),
    jwks: z.looseObject({ keys: z.array(z.looseObject({})).min(1) }).optional(),
    algorithms: z
      .array(z.enum(algorithms, `expected algorithms with a public key: ${algorithms.join(', ')}`))
      .min(1, 'expected at least one algorithm'),
    claims: z.record(z.string().min(1), oneOrMore('a value')).optional(),
    in: z.union([z.literal('authorization'), z.strictObject({ body: z.string().min(1) })]).optional(),
  }),
]);

const scopes = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('granted') }),
  z.strictObject({ from: z.literal('requested'), entitled: z.record(z.string().min(1), z.array(scope)) }),
  z.strictObject({ from: z.literal('assumed'), scopes: z.array(scope) }),
]);

/**
 * One instance of `hooks.config.ts`. TypeScript says the same while it is written, but neither packaging nor a function
 * runs the compiler. Strict: a misspelt optional setting would silently not count.
 */
export const instanceSchema = z.strictObject({
  hook: z.string(),
  realm: z.string(),
  proof,
  scopes,
  groups: z.enum(['directory', 'event', 'both']),
  onFailure: z.enum(['deny', 'issue']),
  mode: z.enum(['enforce', 'observe', 'off']),
  // Which ones there are, the hook says.
  subject: z.string().optional(),
  idpAttributes: z.array(z.string().min(1)).optional(),
  tokens: z.array(z.enum(tokenKinds)).min(1, 'expected at least one token').optional(),
  emulator: z.boolean().optional(),
});

/** What the checks of the policy need in order to look at an instance at all. */
export const checkableInstance = z.looseObject({
  proof: z.looseObject({ kind: z.string() }),
  scopes: z.union([
    z.looseObject({ from: z.literal('granted') }),
    z.looseObject({ from: z.literal('requested'), entitled: z.record(z.string(), z.array(z.string())) }),
    z.looseObject({ from: z.literal('assumed'), scopes: z.array(z.string()) }),
  ]),
  tokens: z.array(z.string()).optional(),
  idpAttributes: z.array(z.string()).optional(),
});

/** What tells callers apart that need no secret of ours, as far as it is there: a mistake elsewhere hides none. */
export const callerSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('user-pools'), userPoolIds: z.array(z.string()) }),
  z.looseObject({
    kind: z.literal('bearer-jwt'),
    issuer: z.union([z.string(), z.array(z.string())]),
    audience: z.union([z.string(), z.array(z.string())]),
    claims: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  }),
]);
