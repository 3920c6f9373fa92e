import * as z from 'zod/mini';
import type { ItemContent } from '../../lib/attributes/item.ts';
import type { Attributes } from '../../lib/claims/claim-value.ts';
import { defineClaims } from '../../lib/claims/policy.ts';
import type { HookFixture, RequestSketch } from '../support/hook-fixture.ts';
import { client, user, type VectorItem } from '../support/vector.ts';

const description = 'For the contract of all hooks';

/** One claim of each type that a token can carry, some by scope, some always. */
export const contractPolicy = defineClaims({
  namespace: 'https://claims.example.com/',
  retiredNamespaces: ['https://old.example.com/'],
  retiredNames: ['legacy_plan'],
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

/** What subject `u1` has, and what comes out where both scopes are granted. */
export const attributes = { user_role: 'admin', user_id: 7, company_id: 42, feature_flags: [canary, 'beta'] };

const scopesOf = (...scopes: readonly string[]) => ({ granted: scopes, requested: scopes });

const personsRequest = {
  subject: { kind: 'user', id: 'u1' },
  client: 'shop',
  scopes: scopesOf('openid', 'order', 'inventory'),
} as const;

export const machinesRequest = {
  subject: { kind: 'client', id: 'u1' },
  client: 'u1',
  grantType: 'client_credentials',
  scopes: scopesOf('order', 'inventory'),
} as const;

/** Whom the hook is called for: a person, or a machine at a hook that knows no people. */
export type Principal = {
  readonly request: RequestSketch;
  /** The grant under which our earlier claims come back. */
  readonly again: string;
  item(attributes: Attributes, content?: Partial<ItemContent>): VectorItem;
};

export const principalOf = (fixture: HookFixture): Principal =>
  fixture.event(personsRequest) === undefined
    ? {
        request: machinesRequest,
        again: 'client_credentials',
        item: (stored, content = {}) => client(stored, content, 'u1'),
      }
    : { request: personsRequest, again: 'refresh_token', item: (stored, content = {}) => user(stored, content) };
