import type { HookLimits, ReservedNames } from '../../lib/token-hook.ts';

/**
 * Names that `setCustomClaim` drops without an error. OIDC profile claims (`email`, `nickname`, ...) are not among them.
 * @see https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims
 */
const restrictedNames = `
  acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash client_id cnf cty dest
  entitlements events exp groups gty htm htu iat internalService iss jcard jku jti jwe jwk kid may_act mky nbf nonce
  object_id org_id org_name orig origid permissions roles rph s_hash sid sip_callid sip_cseq_num sip_date sip_from_tag
  sip_via_branch sub sub_jwk toe txn typ uuid vot vtm x5t#S256
`;

/** What Auth0 refuses as the name of a custom claim, in every token. */
export const restricted: ReservedNames = {
  names: new Set(restrictedNames.trim().split(/\s+/)),
  prefixes: ['urn:auth0'],
};

/**
 * OIDC Core s.5.1. In an ID token they may be set as they are; in an access token they collide with Auth0's own handling.
 * @see https://support.auth0.com/center/s/article/adding-custom-claims-to-the-access-token-corruption
 */
const profileNames = `
  address birthdate email email_verified family_name gender given_name locale middle_name name nickname phone_number
  phone_number_verified picture preferred_username profile updated_at website zoneinfo
`;

const inAccessToken: ReservedNames = {
  names: new Set([...restricted.names, ...profileNames.trim().split(/\s+/)]),
  prefixes: restricted.prefixes,
};

/** What both triggers have in common. */
export const auth0Limits = {
  reserved: { id_token: restricted, access_token: inAccessToken, userinfo: restricted },
  names: 'namespaced',
  profileClaims: true,
  values: 'json',
  /** 100 KB for each token; over it the login fails, so the core drops first. */
  bytes: 100_000,
  appendOnly: false,
  canSuppress: false,
  /** Auth0 gives all Actions of a trigger 20 s together; our Action waits 5 s, a login should not wait longer. */
  deadlineMs: 4000,
  /** Auth0 itself knows no webhook: our Action decides, by its secret `ON_FAILURE`. */
  failsOpen: false,
} as const satisfies Partial<HookLimits>;
