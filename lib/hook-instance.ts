import type { TokenKind } from './token-request.ts';

/** How a caller proves who it is; `secret` is the name of the parameter that holds the secret, never the secret. */
export type Proof =
  | {
      /** Lambda's resource policy lets only Cognito in; this is the list of pools. */
      readonly kind: 'user-pools';
      readonly userPoolIds: readonly string[];
    }
  | { readonly kind: 'standard-webhooks'; readonly secret: string; readonly toleranceSeconds?: number }
  | { readonly kind: 'zitadel-signature'; readonly secret: string; readonly toleranceSeconds?: number }
  | { readonly kind: 'body-hmac'; readonly secret: string; readonly header: string }
  | { readonly kind: 'static-header'; readonly secret: string; readonly header: string }
  | { readonly kind: 'basic'; readonly secret: string; readonly username: string }
  | {
      readonly kind: 'bearer-jwt';
      readonly issuer: string | readonly string[];
      readonly audience: string | readonly string[];
      /** A JWK set (RFC 7517), or Google's form: a JSON object of PEM certificates by key id. Never discovered. */
      readonly jwksUri: string;
      /** Keys known at build time, so that a cold start need not fetch them; a key id that is missing is still fetched. */
      readonly jwks?: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
      readonly algorithms: readonly string[];
      /** Claims that must equal (any of) these values; the names are alternatives when joined with `|`: `azp|appid`. */
      readonly claims?: Readonly<Record<string, string | readonly string[]>>;
      /** Where the JWT is: the Authorization header, or a member of the JSON body by dotted path (`data.jwt`). */
      readonly in?: 'authorization' | { readonly body: string };
    };

/** How the scopes that count as granted are known. Requested is not granted: any client can request any scope. */
export type ScopesRule =
  | { readonly from: 'granted' }
  | { readonly from: 'requested'; readonly entitled: Readonly<Record<string, readonly string[]>> }
  | { readonly from: 'assumed'; readonly scopes: readonly string[] };

export type HookMode = 'enforce' | 'observe' | 'off';

/**
 * The fields of an IdP's event that can be the subject. Closed: one that people edit (`email`) would let them become
 * somebody else.
 */
export const subjectFields = ['sub', 'userName', 'username'] as const;
export type SubjectField = (typeof subjectFields)[number];

/** A token hook as configured for one tenant. */
export type HookInstance<Name extends string = string> = {
  /** `<idp>/<hook>`, from the registry in `functions/hooks.ts`. */
  readonly hook: Name;
  /** No default: `[a-z0-9-]+`. Two instances share a realm only by naming the same. */
  readonly realm: string;
  readonly proof: Proof;
  readonly scopes: ScopesRule;
  readonly groups: 'directory' | 'event' | 'both';
  /** What a fault of ours becomes: no token, or a token without our claims, marked as degraded. */
  readonly onFailure: 'deny' | 'issue';
  readonly mode: HookMode;
  /** The event's field that is the subject, where the hook offers a choice (Cognito: `sub` or `userName`). */
  readonly subject?: SubjectField;
  readonly idpAttributes?: readonly string[];
  readonly tokens?: readonly TokenKind[];
  /** `alg: none` from an emulator; packaging refuses it. */
  readonly emulator?: boolean;
};

/** All hook instances, by instance name (`[a-z0-9-]+`). */
export type HookInstances<Name extends string = string> = Readonly<Record<string, HookInstance<Name>>>;
