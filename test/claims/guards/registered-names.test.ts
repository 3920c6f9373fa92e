import { describe, expect, it } from 'vitest';
import { protocolClaims, registeredName, standardClaims } from '../../../lib/claims/guards/registered-names.ts';

/** By the clause that defines them, read from the specifications and not from the code. */
const registered: Readonly<Record<string, readonly string[]>> = {
  'RFC 7519 s.4.1.1': ['iss'],
  'RFC 7519 s.4.1.2': ['sub'],
  'RFC 7519 s.4.1.3': ['aud'],
  'RFC 7519 s.4.1.4': ['exp'],
  'RFC 7519 s.4.1.5': ['nbf'],
  'RFC 7519 s.4.1.6': ['iat'],
  'RFC 7519 s.4.1.7': ['jti'],
  'OIDC Core s.2': ['auth_time', 'nonce', 'acr', 'amr', 'azp'],
  'OIDC Core s.3.1.3.6': ['at_hash'],
  'OIDC Core s.3.3.2.11': ['c_hash'],
  'OIDC Core s.5.6.2': ['_claim_names', '_claim_sources'],
  'OIDC Core s.7.4': ['sub_jwk'],
  'OIDC Front-Channel Logout s.3': ['sid'],
  'RFC 9068 s.2.2': ['client_id'],
  'RFC 9068 s.2.2.3': ['scope'],
  'RFC 9068 s.2.2.3.1': ['groups', 'roles', 'entitlements'],
  'RFC 8693 s.4.1': ['act'],
  'RFC 8693 s.4.4': ['may_act'],
  'RFC 7800 s.3.1': ['cnf'],
  'RFC 9396 s.9.1': ['authorization_details'],
  'RFC 8417 s.2.2': ['events', 'toe', 'txn'],
  'ECMA-262 s.B.2.2.1': ['__proto__'],
};

/** The table of OIDC Core s.5.1 without `sub`, which is a protocol claim. */
const aboutThePerson =
  'name given_name family_name middle_name nickname preferred_username profile picture website email email_verified gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at'.split(
    ' ',
  );

describe('registeredName', () => {
  it.each(Object.entries(registered).flatMap(([clause, names]) => names.map((name) => [name, clause] as const)))(
    'keeps %s for %s, whatever the IdP allows',
    (name, clause) => {
      expect(registeredName(name, false)).toBe(clause);
      expect(registeredName(name, true)).toBe(clause);
    },
  );

  it.each(aboutThePerson)('keeps %s for OIDC, unless the IdP lets it be set', (name) => {
    expect(registeredName(name, false)).toBe('OIDC Core s.5.1');
    expect(registeredName(name, true)).toBeUndefined();
  });

  it('keeps no others', () => {
    expect([...protocolClaims.keys()].sort()).toEqual(Object.values(registered).flat().sort());
    expect([...standardClaims].sort()).toEqual(aboutThePerson.toSorted());
  });

  it.each(['https://example.com/sub', 'Sub', 'constructor', ''])('leaves "%s" to the policy', (name) => {
    expect(registeredName(name, false)).toBeUndefined();
  });
});
