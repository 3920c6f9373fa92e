import * as z from 'zod/mini';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';

export const description = 'For the tests';

/** A claim of at most ten characters. */
export const role = { schema: z.string().check(z.maxLength(10)), description } as const;

/** A policy that `claims check` has nothing to say about. */
export const goodPolicy = {
  namespace: 'https://c.example/',
  claims: { role },
  scopes: {},
  always: ['role'],
  unknownSubject: 'defaults',
} as const satisfies ClaimsPolicy;
