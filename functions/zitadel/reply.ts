import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import type { HttpReply } from '../../lib/token-hook.ts';

/** `append_log_claims` would go into the token: what the decision was stays in our own log. */
export const appendClaims = (claims: ClaimsSet): HttpReply => {
  const entries = Object.entries(claims);
  return {
    status: 200,
    body: entries.length > 0 ? { append_claims: entries.map(([key, value]) => ({ key, value })) } : {},
  };
};

/**
 * An HTTP error lets the token go out unless the target interrupts; an interrupting target also takes this answer,
 * which tells the client why. Only 400 to 499 are forwarded.
 * @see https://zitadel.com/docs/guides/integrate/actions/usage#error-forwarding
 */
export const forwardedDenial = ({ message }: { readonly message: string }): HttpReply => ({
  status: 200,
  body: { forwardedStatusCode: 403, forwardedErrorMessage: message },
});
