import type { $ZodType, output } from 'zod/v4/core';
import type { GrantType, TokenKind, TokenRequest } from '../token-request.ts';
import type { Attributes, ClaimValue } from './claim-value.ts';
import type { DenyReason } from './decision.ts';

export type ClaimSchema = $ZodType<ClaimValue>;

/** What a computed claim is made from: the token request and the merged attributes (defaults included). */
export type ClaimInput = {
  /** Without what the tokens carry already: that is no fact about the subject, and changes with every token. */
  readonly request: Omit<TokenRequest, 'present'>;
  readonly attributes: Attributes & {
    /**
     * The organization that the item of the user, or of a machine's client, names. Nothing else ever stands here: an
     * attribute of that key, of whatever source, must not make somebody a member of another tenant.
     */
    readonly organization?: string | undefined;
  };
};

/** How values of several sources become one; the default is that the highest source wins. */
type Merge<Value> =
  | 'override'
  | (Value extends readonly unknown[] ? 'union' : never)
  | (Value extends number ? 'max' | 'min' : never);

export type Sensitivity = 'public' | 'internal' | 'confidential' | 'personal';

export type ClaimDefinition<Schema extends ClaimSchema = ClaimSchema> = {
  readonly schema: Schema;
  /** For the catalogue, consent screens and the people who review the policy. */
  readonly description: string;
  /** The lowest source. */
  readonly default?: Readonly<NoInfer<output<Schema>>>;
  /** The tokens that may carry it; absent: every token that the hook reaches. */
  readonly tokens?: readonly TokenKind[];
  /** The audiences (APIs) that the request may be for, all of them; absent: any. Narrows every token of the request. */
  readonly audiences?: readonly string[];
  /** Client ids that may see it; absent: any. */
  readonly clients?: readonly string[];
  readonly grantTypes?: readonly GrantType[];
  /** Without it no token is issued. */
  readonly required?: boolean;
  readonly merge?: Merge<output<Schema>>;
  /** The IdP attribute that feeds it (`app_metadata.plan`, `custom:plan`); one that the user cannot edit. */
  readonly idpAttribute?: string;
  /** Computes the claim instead of reading the attribute of the same key; pure; `undefined` leaves it out. */
  readonly value?: (input: ClaimInput) => Readonly<NoInfer<output<Schema>>> | undefined;
  /** Overrides the policy's namespace; `null` releases the key as it is. */
  readonly namespace?: string | null;
  /** What is dropped last when a budget is exceeded: the higher number; default 0. */
  readonly priority?: number;
  readonly sensitivity?: Sensitivity;
  /** Who answers for it, for the catalogue. */
  readonly owner?: string;
  /** Why a value that looks sensitive may be released all the same; the reviewed exception to that guard. */
  readonly sensitiveValueAllowed?: string;
  /** May be issued from last-known-good attributes while the store is down. */
  readonly staleOk?: boolean;
};

/** People: lowest first, after `default`. Additional sources are named `source:<name>`. Machines use `client` last. */
export type PrecedenceStep = 'idp' | 'organization' | 'group' | 'user' | 'membership' | 'client' | `source:${string}`;

export type SizeBudget = 'cookie' | 'header' | number;

type ScopeChanges = { readonly add?: readonly string[]; readonly remove?: readonly string[] };

export type ClaimsPolicy<
  Schemas extends Readonly<Record<string, ClaimSchema>> = Readonly<Record<string, ClaimSchema>>,
> = {
  /** An http(s) URL that ends in `/` or `#`; `null`: keys are released exactly as entered. */
  readonly namespace: string | null;
  /** Another namespace for the access token of an audience. */
  readonly audienceNamespaces?: Readonly<Record<string, string>>;
  /** Former namespaces, so that refresh can take their claims out. */
  readonly retiredNamespaces?: readonly string[];
  /**
   * Plain names that used to be ours (a claim that was renamed or removed, an attribute that `undeclared: 'release'` let
   * out), so that refresh can take them out too. Never a name of a specification or of an IdP.
   */
  readonly retiredNames?: readonly string[];
  readonly claims: { readonly [Key in keyof Schemas]: ClaimDefinition<Schemas[Key]> };
  /** Which claims a granted scope releases. */
  readonly scopes: { readonly [scope: string]: readonly NoInfer<keyof Schemas & string>[] };
  /** Released whatever the scopes. */
  readonly always?: readonly NoInfer<keyof Schemas & string>[];
  /** No user item (or client item, for machines). */
  readonly unknownSubject: 'defaults' | 'null' | 'deny' | 'create';
  /** Attributes that no claim declares; default `withhold`. */
  readonly undeclared?: 'withhold' | 'release';
  /** Order of the sources, lowest first; default: idp, organization, group, user, membership, client. */
  readonly precedence?: readonly PrecedenceStep[];
  readonly limits?: { readonly depth?: number; readonly arrayLength?: number; readonly stringLength?: number };
  /** UTF-8 bytes of our claims in one token, below the hook's own limit. */
  readonly budget?: { readonly size: SizeBudget; readonly onExceeded: 'drop' | 'deny' };
  /** What a value that a guard refuses does; default `withhold`. */
  readonly onRefused?: 'withhold' | 'deny';
  /** Claims of the IdP that are taken out, where the hook can. */
  readonly suppress?: Readonly<Partial<Record<TokenKind, readonly string[]>>>;
  /** Scopes that are added to or removed from the access token, where the hook can; pure. */
  readonly changeScopes?: (input: ClaimInput) => ScopeChanges;
  /** Which of our own housekeeping claims are released; `status` (degraded, stale) is on unless turned off. */
  readonly housekeeping?: { readonly version?: boolean; readonly epoch?: boolean; readonly status?: boolean };
  /** What the user may see, per reason; otherwise one constant sentence. */
  readonly messages?: Readonly<Partial<Record<DenyReason, string>>>;
};

/** Types a policy: a misspelt claim in `scopes` or `always`, or a default that its schema refuses, does not compile. */
export const defineClaims = <const Schemas extends Readonly<Record<string, ClaimSchema>>>(
  policy: ClaimsPolicy<Schemas>,
): ClaimsPolicy<Schemas> => policy;

/** The custom claims of a policy, by key. */
export type ClaimsOf<Policy> =
  Policy extends ClaimsPolicy<infer Schemas> ? { -readonly [Key in keyof Schemas]?: output<Schemas[Key]> } : never;
