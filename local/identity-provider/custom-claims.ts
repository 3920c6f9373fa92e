import type Provider from 'oidc-provider';
import type { ClaimsSet } from '../../lib/claims/claim-value.ts';

/** Marks the claims of an account that go out whatever the scopes; oidc-provider drops names that it was not told. */
export const customClaims = Symbol('custom claims');

/** The ID token and /userinfo carry the Action's claims beside those that the scopes select. */
export const letCustomClaimsThrough = (provider: Provider): void => {
  const { prototype } = provider.Claims;
  const { result } = prototype;
  prototype.result = async function withCustomClaims(this: { available: { readonly [customClaims]?: ClaimsSet } }) {
    return { ...(await Reflect.apply(result, this, [])), ...this.available[customClaims] };
  };
};
