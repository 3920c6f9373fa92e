/**
 * What a JWT can carry: the values of RFC 8259. A member that is `undefined` is left out, as `JSON.stringify` does.
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-2 (Claim Value)
 */
export type ClaimValue =
  | string
  | number
  | boolean
  | null
  | readonly ClaimValue[]
  | { readonly [member: string]: ClaimValue | undefined };

/**
 * The claims of one token, by claim name.
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4 (JWT Claims Set)
 */
export type ClaimsSet = Readonly<Record<string, ClaimValue>>;

/** Stored values about a user, membership, group, organization or client; only the policy makes claims of them. */
export type Attributes = Readonly<Record<string, ClaimValue>>;
