import type { $ZodType } from 'zod/v4/core';
import type { ClaimValue } from './claims/claim-value.ts';
import type { Deny, Issue } from './claims/decision.ts';
import type { IncomingTokenRequest, PerToken, TokenKind } from './token-request.ts';

/** Claim names that the IdP refuses or drops in a token; prefixes stand for every name that starts so. */
export type ReservedNames = { readonly names: ReadonlySet<string>; readonly prefixes: readonly string[] };

/** Which claim values the IdP takes. What it does not take is text-encoded (`string`) or withheld. */
export type ValueTypes = 'json' | 'string' | 'string-or-string-array' | 'scalar-or-string-array';

export type HookLimits = {
  /** The tokens that this hook can put claims into. */
  readonly tokens: readonly TokenKind[];
  readonly reserved: PerToken<ReservedNames>;
  /** `plain`: the IdP's admin maps our keys to claim names, so they carry no namespace. */
  readonly names: 'namespaced' | 'plain';
  /** OIDC's standard claims (`email`, `address`, ...) may be set as they are, where the policy asks for plain names. */
  readonly profileClaims?: boolean;
  /** Audiences (of the IdP's own APIs) whose access tokens carry only namespaced claims. */
  readonly namespacedOnlyAudience?: (audience: string) => boolean;
  /** Which scopes the IdP's event tells; an instance's rule that asks for others would never grant any. */
  readonly scopes?: 'granted' | 'requested' | 'both' | 'none';
  readonly values: ValueTypes;
  /** UTF-8 bytes of the JSON of one token's claims, ours only unless `bytesIncludePresent`. */
  readonly bytes: number;
  /** The IdP counts the claims that the token carries already against the same limit. */
  readonly bytesIncludePresent?: boolean;
  /**
   * The tokens that one set of claims answers for: a claim goes into any of them only if each of them that the request
   * has may carry it. Empty: every token has its own set.
   */
  readonly sharedClaimsSet: readonly TokenKind[];
  /** The IdP refuses to overwrite a claim that is there already (`already_present`). */
  readonly appendOnly: boolean;
  /** The IdP lets us take its own claims out / change the scopes. */
  readonly canSuppress: boolean;
  readonly canChangeScopes: boolean;
  /** Milliseconds from the IdP's call to our answer, every fault included. */
  readonly deadlineMs: number;
  /** The IdP issues the token when we do not answer properly. */
  readonly failsOpen: boolean;
};

/** The settings of a hook instance that translation needs. */
export type TranslationSettings = {
  /** Which field of the event is the subject, where the hook offers a choice. */
  readonly subject?: string | undefined;
  /** The IdP attributes that the adopter vouches for: the user cannot edit them. */
  readonly idpAttributes?: readonly string[] | undefined;
  /** The tokens that the admin maps the answer to, where the event does not say. */
  readonly tokens?: readonly TokenKind[] | undefined;
};

/** The verified payload of the JWT by which a caller proved who it is. */
export type CallerClaims = Readonly<Record<string, unknown>>;

/**
 * One inbound integration point of one IdP, in one wire version. Pure: no I/O, no clock, no environment.
 * `event` is parsed with zod/mini; parsing is lenient about what we do not need.
 */
export type TokenHook<Event = unknown, Reply = unknown> = {
  /** The folder's name in `functions/`. */
  readonly idp: string;
  /** `<idp>/<hook>`, as instances refer to it. */
  readonly name: string;
  /**
   * What is parsed: the JSON body of a POST; query and path parameters of a GET in one flat object (path wins, repeated
   * query names become an array); a trigger's event; the verified payload where the proof is a JWT in the body.
   */
  readonly event: $ZodType<Event>;
  readonly limits: HookLimits;
  /**
   * For hooks whose caller proves itself by a JWT that says whom it speaks for: whether `claims`, its verified payload,
   * and the event are about the same tenant. Absent: the proof's own settings say enough.
   */
  matchesCaller?(event: Event, claims: CallerClaims): boolean;
  toTokenRequest(event: Event, settings: TranslationSettings): IncomingTokenRequest;
  /** Claims, also none when degraded; takes the event, because some IdPs want it back. */
  issue(event: Event, decision: Issue): Reply;
  /**
   * The answer in observe and off mode: the IdP goes on as if there were no hook.
   * Where the IdP wants its own claims back, they go back untouched. Takes the event as it came, `undefined` where nothing
   * could be read, because this must not fail on an event that the schema refuses; `undefined`: even so there is no answer.
   */
  unchanged(raw: unknown): Reply | undefined;
  /** Needs no event: it also answers junk, a crash and a passed deadline (`reason: 'failure'`). */
  deny(decision: Pick<Deny, 'reason' | 'message'>): Reply;
};

/** What an HTTP hook answers; `body` is sent as JSON. */
export type HttpReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: ClaimValue;
};

/** What a directly invoked hook answers: the event with its response, or a message to throw. */
export type TriggerReply = { readonly event: unknown } | { readonly error: string };

/** Keeps the hook's own types, so that tests and entries need no cast. */
export const defineTokenHook = <Event, Reply>(hook: TokenHook<Event, Reply>): TokenHook<Event, Reply> => hook;
