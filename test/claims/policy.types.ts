/**
 * What a policy's types refuse. Nothing here runs: the assertion is that `npm run types` compiles this file, where each
 * `@ts-expect-error` is itself an error once the line below it compiles.
 */
import * as full from 'zod';
import * as z from 'zod/mini';
import claimsConfig from '../../claims.config.ts';
import { type ClaimsOf, type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Claim extends true>(): void => undefined;

export const erased: ClaimsPolicy = claimsConfig;
type Claims = ClaimsOf<typeof claimsConfig>;
holds<Equal<Claims['user_id'], number | undefined>>();
holds<Equal<Claims['user_role'], 'customer' | 'support' | 'admin' | undefined>>();
holds<Equal<Claims['feature_flags'], string[] | undefined>>();

const rest = { namespace: null, unknownSubject: 'deny', scopes: {} } as const;
const description = '';

// @ts-expect-error a scope names a claim that is not declared
defineClaims({ ...rest, claims: { a: { schema: z.int(), description } }, scopes: { s: ['a', 'b'] } });
// @ts-expect-error `always` names a claim that is not declared
defineClaims({ ...rest, claims: { a: { schema: z.int(), description } }, always: ['b'] });
// @ts-expect-error a default of another type
defineClaims({ ...rest, claims: { a: { schema: z.int(), description, default: 'x' } } });
// @ts-expect-error a default outside the enum
defineClaims({ ...rest, claims: { a: { schema: z.enum(['x', 'y']), description, default: 'z' } } });
// @ts-expect-error the union of strings
defineClaims({ ...rest, claims: { a: { schema: z.string(), description, merge: 'union' } } });
// @ts-expect-error the largest of strings
defineClaims({ ...rest, claims: { a: { schema: z.string(), description, merge: 'max' } } });
// @ts-expect-error a computed value of another type
defineClaims({ ...rest, claims: { a: { schema: z.int(), description, value: ({ request }) => request.client } } });
// @ts-expect-error a Date is not JSON
defineClaims({ ...rest, claims: { a: { schema: z.date(), description } } });
// @ts-expect-error a bigint is not JSON
defineClaims({ ...rest, claims: { a: { schema: z.bigint(), description } } });
// @ts-expect-error an optional schema: absence is not a value
defineClaims({ ...rest, claims: { a: { schema: z.optional(z.string()), description } } });
// @ts-expect-error a misspelt option
defineClaims({ ...rest, claims: { a: { schema: z.string(), description, defualt: 'x' } } });
// @ts-expect-error a token kind that does not exist
defineClaims({ ...rest, claims: { a: { schema: z.string(), description, tokens: ['idToken'] } } });
// @ts-expect-error a claim without a description
defineClaims({ ...rest, claims: { a: { schema: z.string() } } });
// @ts-expect-error a mode for unknown subjects that does not exist
defineClaims({ ...rest, claims: { a: { schema: z.string(), description } }, unknownSubject: 'empty' });
// @ts-expect-error a source that does not exist
defineClaims({ ...rest, claims: { a: { schema: z.string(), description } }, precedence: ['groups'] });

const a = { schema: z.string(), description } as const;
// @ts-expect-error a property that the request does not have
defineClaims({ ...rest, claims: { a: { ...a, value: ({ request }) => request.organisation } } });
// @ts-expect-error a budget that does not exist
defineClaims({ ...rest, claims: { a }, budget: { size: 'jar', onExceeded: 'drop' } });

// Full zod's schemas are taken as well, also mixed with mini's and with `value` before `schema`.
defineClaims({
  ...rest,
  claims: {
    a: { schema: full.int().min(1), description, default: 1, merge: 'max' },
    b: {
      value: ({ request }) => [...request.audiences],
      schema: full.array(full.string()),
      merge: 'union',
      description,
    },
    c: { schema: z.string(), description },
  },
  scopes: { s: ['a', 'b'] },
  always: ['c'],
});
