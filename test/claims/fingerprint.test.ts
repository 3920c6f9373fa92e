import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { policyFingerprint } from '../../lib/claims/fingerprint.ts';
import type { ClaimSchema, ClaimsPolicy } from '../../lib/claims/policy.ts';

const policyOf = (schema: ClaimSchema): ClaimsPolicy => ({
  namespace: null,
  claims: { any: { schema, description: '' } },
  scopes: {},
  always: ['any'],
  unknownSubject: 'defaults',
});

describe('the fingerprint of a policy', () => {
  it('stays the same when a lazy schema has been used', () => {
    const schema = z.record(z.string(), z.json());
    const before = policyFingerprint(policyOf(schema));
    z.parse(schema, { nested: [1, 'two'] });
    expect(policyFingerprint(policyOf(schema))).toBe(before);
  });

  it('changes with a schema', () => {
    expect(policyFingerprint(policyOf(z.int()))).not.toBe(policyFingerprint(policyOf(z.number())));
  });
});
