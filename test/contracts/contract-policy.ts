import * as z from 'zod/mini';
import { defineClaims } from '../../lib/claims/policy.ts';
import type { HookFixture } from '../support/hook-fixture.ts';
import { user } from '../support/vector.ts';

const description = 'For the contract of all hooks';

/** One claim of each type that a token can carry, some by scope, some always. */
export const contractPolicy = defineClaims({
  namespace: 'https://claims.example.com/',
  retiredNamespaces: ['https://old.example.com/'],
  claims: {
    user_role: { schema: z.enum(['customer', 'support', 'admin']), default: 'customer', description },
    user_id: { schema: z.int(), description },
    company_id: { schema: z.int(), description },
    feature_flags: { schema: z.array(z.string()), merge: 'union', description },
  },
  scopes: { order: ['user_id', 'user_role'], inventory: ['user_role', 'company_id'] },
  always: ['feature_flags'],
  unknownSubject: 'defaults',
  messages: {
    blocked: 'Your access is suspended.',
    failure: 'Please try again later.',
    unknown_subject: 'You are not registered.',
  },
});

/** The name of a claim of {@link contractPolicy} in a hook's tokens. */
export const nameAt = ({ hook }: HookFixture, key: string): string =>
  hook.limits.names === 'plain' ? key : `${contractPolicy.namespace}${key}`;

/** Values that must never be in a log line or in the answer to a denied call. */
export const canary = 'canary-7f3a';

/** Person `u1`, and what the contract expects of them where both scopes are granted. */
export const person = user({ user_role: 'admin', user_id: 7, company_id: 42, feature_flags: [canary, 'beta'] });
export const personsClaims = { user_role: 'admin', user_id: 7, company_id: 42, feature_flags: [canary, 'beta'] };

/** A request of that person which releases everything. */
export const personsRequest = {
  subject: { kind: 'user', id: 'u1' },
  client: 'shop',
  scopes: { granted: ['openid', 'order', 'inventory'], requested: ['openid', 'order', 'inventory'] },
} as const;
