import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import type { Proof } from '../../lib/hook-instance.ts';
import type { TokenHook } from '../../lib/token-hook.ts';
import type { IncomingTokenRequest, PerToken } from '../../lib/token-request.ts';

/** What the entry answered, whichever way it was called. */
export type Answer =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'event'; readonly event: unknown }
  | { readonly kind: 'thrown'; readonly message: string };

/** What the IdP makes of our answer: tokens with all their claims (its own and ours), or none. */
export type Outcome =
  | { readonly issued: true; readonly tokens: Partial<PerToken<ClaimsSet>> }
  | {
      readonly issued: false;
      /** `denied`: access was refused; `error`: the IdP reports a fault of ours (both mean that there is no token). */
      readonly as: 'denied' | 'error';
      /** What the user may get to see; empty where the IdP shows nothing of ours. */
      readonly message?: string | undefined;
    };

/** What a test asks to be called with; the members left out take the fixture's own defaults. */
export type RequestSketch = Partial<Omit<IncomingTokenRequest, 'present'>> & {
  /** Claims that the token carries already: what the IdP sends back at refresh. */
  readonly present?: Partial<PerToken<ClaimsSet>>;
};

export type CallProof = 'genuine' | 'missing' | 'forged';

/** Somebody who can call the hook as its IdP does. Secrets are made at run time. */
export type HookCaller = {
  /** Goes into the hook instance. */
  readonly proof: Proof;
  /** Values for the parameter store by the proof's `secret`; none where the proof needs none. */
  readonly secrets: Readonly<Record<string, { readonly current: string; readonly previous?: string }>>;
  /** The Lambda event of a call with this IdP event: an API Gateway (HTTP API) event, or the trigger's own. */
  call(event: unknown, proof?: CallProof): Promise<APIGatewayProxyEventV2 | object>;
  /** The Lambda event of a call with any body, under genuine proof; not for triggers. */
  raw?(body: string): Promise<APIGatewayProxyEventV2>;
  /** Stops what the caller had to start (a JWKS server). */
  close?(): Promise<void>;
};

/** Everything that the contract suite, the vectors and the matrix need to know of one hook. */
export type HookFixture = {
  readonly hook: TokenHook;
  /** File names below `test/fixtures/events/<idp>/`; the hook's `event` schema takes each. */
  readonly events: readonly string[];
  /** Bodies or events that the hook must refuse, besides the ones that the suite tries on every hook. */
  readonly junk?: readonly unknown[];
  /** Settings of the instance that the hook needs besides the suite's own (`subject`, `tokens`, `idpAttributes`). */
  readonly settings?: {
    readonly subject?: string;
    readonly tokens?: readonly (keyof PerToken<unknown>)[];
    readonly idpAttributes?: readonly string[];
  };
  /** Starts a caller. */
  caller(): Promise<HookCaller>;
  /** The IdP's event for this token request; `undefined` where the IdP never sends such a one (say, machines). */
  event(sketch: RequestSketch): unknown;
  /** The IdP, as its documentation says it acts on an answer to this event. `undefined`: no answer came. */
  idp(event: unknown, answer: Answer | undefined): Outcome;
  /** The answers of `idp-contracts.md` s.13, literally, to `event({})`; `claims` are what the hook puts in. */
  readonly renders: {
    readonly deny: Expected;
    readonly failClosed: Expected;
    /** The answer without our claims but for the marker. */
    readonly failOpen: Expected;
    /** Observe and off mode. */
    readonly unchanged: Expected;
  };
  /** Whether the IdP sends refresh to this hook, and how our earlier claims come back. */
  readonly refresh: 'calls again' | 'calls again with our earlier claims' | 'does not call';
};

/** Asserts on the literal answer; throws what vitest's `expect` throws. */
export type Expected = (answer: Answer, given: { readonly event: unknown; readonly message: string }) => void;

export const httpAnswer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  kind: 'http',
  status,
  headers,
  body: body === undefined ? '' : JSON.stringify(body),
});
