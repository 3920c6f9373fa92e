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

/** What both triggers have in common. */
export const auth0Limits = {
  reserved: { id_token: restricted, access_token: restricted, userinfo: restricted },
  names: 'namespaced',
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
