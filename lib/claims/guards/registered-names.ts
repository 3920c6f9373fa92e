/**
 * Claim names that a specification gives a meaning to; a custom claim under such a name would change what a relying
 * party believes of the token. Never released, whatever the policy says.
 */
export const protocolClaims: ReadonlyMap<string, string> = new Map([
  ['iss', 'RFC 7519 s.4.1.1'],
  ['sub', 'RFC 7519 s.4.1.2'],
  ['aud', 'RFC 7519 s.4.1.3'],
  ['exp', 'RFC 7519 s.4.1.4'],
  ['nbf', 'RFC 7519 s.4.1.5'],
  ['iat', 'RFC 7519 s.4.1.6'],
  ['jti', 'RFC 7519 s.4.1.7'],
  ['auth_time', 'OIDC Core s.2'],
  ['nonce', 'OIDC Core s.2'],
  ['acr', 'OIDC Core s.2'],
  ['amr', 'OIDC Core s.2'],
  ['azp', 'OIDC Core s.2'],
  ['at_hash', 'OIDC Core s.3.1.3.6'],
  ['c_hash', 'OIDC Core s.3.3.2.11'],
  ['sub_jwk', 'OIDC Core s.7.4'],
  ['_claim_names', 'OIDC Core s.5.6.2'],
  ['_claim_sources', 'OIDC Core s.5.6.2'],
  ['sid', 'OIDC Front-Channel Logout s.3'],
  ['client_id', 'RFC 9068 s.2.2'],
  ['scope', 'RFC 9068 s.2.2.3'],
  ['groups', 'RFC 9068 s.2.2.3.1'],
  ['roles', 'RFC 9068 s.2.2.3.1'],
  ['entitlements', 'RFC 9068 s.2.2.3.1'],
  ['act', 'RFC 8693 s.4.1'],
  ['may_act', 'RFC 8693 s.4.4'],
  ['cnf', 'RFC 7800 s.3.1'],
  ['authorization_details', 'RFC 9396 s.9.1'],
  ['events', 'RFC 8417 s.2.2'],
  ['toe', 'RFC 8417 s.2.2'],
  ['txn', 'RFC 8417 s.2.2'],
  // Not a claim of any specification: in JavaScript it would set the prototype of whatever reads the token.
  ['__proto__', 'ECMA-262 s.B.2.2.1'],
]);

/**
 * Standard claims about the person. Released under a plain name only where the hook's IdP lets them be set.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
export const standardClaims: ReadonlySet<string> = new Set([
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'email_verified',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
  'phone_number_verified',
  'address',
  'updated_at',
]);

/** Tells the clause that owns the name, or `undefined` where a custom claim may have it. */
export const registeredName = (name: string, profileClaimsAllowed: boolean): string | undefined =>
  protocolClaims.get(name) ?? (!profileClaimsAllowed && standardClaims.has(name) ? 'OIDC Core s.5.1' : undefined);
