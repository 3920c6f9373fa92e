import type { Attributes, ClaimsSet } from './claims/claim-value.ts';

/** The tokens that can carry claims. `userinfo` is the UserInfo response (OIDC Core s.5.3), not a token in itself. */
export const tokenKinds = ['id_token', 'access_token', 'userinfo'] as const;
export type TokenKind = (typeof tokenKinds)[number];
export type PerToken<Value> = Readonly<Record<TokenKind, Value>>;

/**
 * How the authorization was granted: the value of `grant_type`, or `implicit`.
 * @see https://www.iana.org/assignments/oauth-parameters/oauth-parameters.xhtml
 */
export type GrantType =
  | 'authorization_code'
  | 'refresh_token'
  | 'client_credentials'
  | 'password'
  | 'implicit'
  | 'urn:ietf:params:oauth:grant-type:device_code'
  | 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  | 'urn:ietf:params:oauth:grant-type:token-exchange'
  | 'urn:openid:params:grant-type:ciba'
  | (string & {});

/** Who the token speaks for. A machine is the client itself and never shares a key with people. */
export type Subject = { readonly kind: 'user' | 'client'; readonly id: string };

/**
 * What a hook reads out of its IdP's event: everything of a {@link TokenRequest} but the realm, which only the
 * verified caller decides.
 */
export type IncomingTokenRequest = {
  readonly grantType: GrantType;
  readonly subject: Subject;
  /** The subject's verified e-mail address, where the event has one; only `unknownSubject: 'create'` stores it. */
  readonly email?: string | undefined;
  readonly client: string;
  readonly scopes: {
    readonly granted?: readonly string[] | undefined;
    readonly requested?: readonly string[] | undefined;
  };
  /** Who the access token is for (RFC 7519 s.4.1.3); empty where the event does not say. */
  readonly audiences: readonly string[];
  readonly organization?: string | undefined;
  /** Groups that the IdP's event names. */
  readonly groups: readonly string[];
  /** The IdP's own attributes by dotted path (`app_metadata.plan`, `custom:plan`); never one the user can edit. */
  readonly idpAttributes: Attributes;
  /** The tokens of this request that the hook reaches; a token of `limits.tokens` that is not here is not issued. */
  readonly tokens: readonly TokenKind[];
  /** The claims that the IdP says each token carries already, for refresh, echo and observe mode. */
  readonly present: PerToken<ClaimsSet>;
};

/**
 * The moment of issuance in OAuth words, the same for every IdP.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export type TokenRequest = Omit<IncomingTokenRequest, 'scopes'> & {
  /** The space in which a subject is one person. */
  readonly realm: string;
  /** The scopes that count as granted, by the instance's rule; `undefined` where nothing says which. */
  readonly scopes: { readonly granted: readonly string[]; readonly requested: readonly string[] };
};

/** What is known of a token request before its tokens are. */
export type RequestSketch = {
  readonly machine: boolean;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
};

/** For hooks whose IdP does not send the claims that are already there. */
export const nothingPresent: PerToken<ClaimsSet> = { id_token: {}, access_token: {}, userinfo: {} };
