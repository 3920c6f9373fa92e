import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Attributes } from '../../lib/claims/claim-value.ts';
import { type ClaimInput, type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import { decided, nobody } from '../support/decision.ts';

const text = { schema: z.string(), description: 'For the tests' } as const;

/** What a function of the policy is given. */
const seenBy = (attributes: Attributes, claims: ClaimsPolicy['claims'] = {}): ClaimInput['attributes'] => {
  let seen: ClaimInput['attributes'] | undefined;
  const policy: ClaimsPolicy = {
    namespace: null,
    claims,
    scopes: {},
    always: Object.keys(claims),
    unknownSubject: 'defaults',
    changeScopes: (input) => {
      seen = input.attributes;
      return {};
    },
  };
  decided(policy, { idpAttributes: { plan: 'gold' } }, { ...nobody, user: { attributes, version: 1 } });
  if (seen === undefined) throw new Error('the function was not called');
  return seen;
};

describe('what functions of a policy see', () => {
  it('are the attributes, with the values of mapped IdP attributes and defaults under the keys of their claims', () => {
    const { claims } = defineClaims({
      namespace: null,
      claims: { level: { ...text, default: 'low' }, plan: { ...text, idpAttribute: 'plan' }, absent: text },
      scopes: {},
      unknownSubject: 'defaults',
    });
    const seen = seenBy({ free: 1 }, claims);
    expect({ ...seen }).toStrictEqual({ free: 1, level: 'low', plan: 'gold' });
    expect(Object.keys(seen)).not.toContain('absent');
  });

  it('is no default of a claim that is computed itself, but the attribute of that key', () => {
    const { claims } = defineClaims({
      namespace: null,
      claims: { level: { ...text, default: 'low', value: () => 'high' } },
      scopes: {},
      unknownSubject: 'defaults',
    });
    expect(Object.keys(seenBy({}, claims))).toEqual([]);
    expect(seenBy({ level: 'stored' }, claims)['level']).toBe('stored');
  });

  it('is nothing that an attribute inherits or could make others inherit', () => {
    const attributes: Attributes = JSON.parse('{ "__proto__": { "admin": true } }');
    const seen = seenBy(attributes);
    expect(Object.keys(seen)).toEqual(['__proto__']);
    expect(seen['admin']).toBeUndefined();
    expect(seen['toString']).toBeUndefined();
  });
});
