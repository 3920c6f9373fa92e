import type { Proof, SubjectField } from './hook-instance.ts';
import type { GrantType, RequestSketch, TokenKind } from './token-request.ts';

/**
 * What is known of a hook's IdP beside what its code does: for `claims check`, `claims explain` and the preview. Each IdP
 * has them in its folder, and a test holds them against what the hook reads out of its IdP's events.
 */
export type HookFacts = {
  /** The proofs that its IdP (or what we give it to run) can send. */
  readonly proofs: readonly Proof['kind'][];
  /** The JWT comes in the body, and its payload is the event. */
  readonly jwtInBody?: true;
  /** What the instance's `subject` may say; absent: the hook offers no choice. */
  readonly subjects?: readonly SubjectField[];
  /** `vouched`: the ones that the instance lists; else the roots of those that only administrators can write. */
  readonly idpAttributes: 'vouched' | readonly string[];
  readonly request: RequestFacts;
};

/** What an IdP's event can say, so that a request that somebody makes up says no more than a real one. */
export type RequestFacts = {
  /** The grant types that it tells or means, the likeliest first; absent: any. */
  readonly grantTypes?: readonly GrantType[];
  /** `client`: the audience is the client. */
  readonly audiences: 'none' | 'one' | 'many' | 'client';
  readonly organization: boolean;
  readonly groups: boolean;
  /** The tokens that the request issues; absent: those of the hook, and the access token alone for a machine. */
  readonly tokens?: (request: RequestSketch) => readonly TokenKind[];
};

/** The facts of an IdP's hooks, by their names. */
export type FactsByHook = Readonly<Record<string, HookFacts>>;

/** A value in a header, or a token of the IdP's own. */
export const headerProofs = ['static-header', 'basic', 'bearer-jwt'] as const;

/** The grant types of people at an IdP that names no others. */
export const peoplesGrantTypes = ['authorization_code', 'refresh_token', 'password'] as const;
