/** The tenant's own APIs, whose tokens never carry custom claims, whatever the Action sets. */
const tenantApi = /^https:\/\/[^/]+\.auth0(?:app)?\.com\/(?:api(?:\/v2)?|mfa|me|userinfo)\/?$/;

/**
 * Whether an access token for this audience is a JWT that custom claims reach: without an API it is opaque.
 * @see https://auth0.com/docs/secure/tokens/access-tokens
 */
export const carriesClaims = (audience: string | null | undefined): audience is string =>
  !!audience && !tenantApi.test(audience);
