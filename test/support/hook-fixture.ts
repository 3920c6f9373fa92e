import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import type { HookInstance, Proof } from '../../lib/hook-instance.ts';
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
      /** `denied`: access was refused; `error`: the IdP reports a fault of ours. Both mean that there is no token. */
      readonly as: 'denied' | 'error';
      /** What the user may get to see; absent where the IdP shows nothing of ours. */
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
  /** The Lambda event of a call with any body, under genuine proof; absent where there is no body (triggers, GET). */
  raw?(body: string): Promise<APIGatewayProxyEventV2>;
  /** Stops what the caller had to start (a JWKS server). */
  close?(): Promise<void>;
};

/** What an assertion on a literal answer may need. */
export type Given = {
  readonly event: unknown;
  /** The text that the policy gives for the reason of the denial. */
  readonly message: string;
  /** The name of `claims_status` at this hook. */
  readonly statusClaim: string;
};

/** Asserts on the literal answer; throws what vitest's `expect` throws. */
export type Expected = (answer: Answer, given: Given) => void;

/** Everything that the contract suite, the vectors and the matrix need to know of one hook. */
export type HookFixture = {
  readonly hook: TokenHook;
  /** Names an additional way to call the same hook (`GET` of a hook that has POST as well). */
  readonly variant?: string;
  /** File names below `test/fixtures/events/<idp>/`; the hook's `event` schema takes each. */
  readonly events: readonly string[];
  /** Events that the hook must refuse, besides the ones that the suite tries on every hook. */
  readonly junk?: readonly unknown[];
  /** Settings of the instance that the hook needs besides the suite's own. */
  readonly settings?: Partial<Pick<HookInstance, 'subject' | 'tokens' | 'idpAttributes' | 'scopes'>>;
  /** Starts a caller. */
  caller(): Promise<HookCaller>;
  /** The IdP's event for this token request; `undefined` where the IdP never sends such a one (say, machines). */
  event(sketch: RequestSketch): unknown;
  /** The IdP, as its documentation says it acts on an answer to this event. `undefined`: no answer came. */
  idp(event: unknown, answer: Answer | undefined): Outcome;
  /** The answers of the IdP's contract, literally, to `event({})`. */
  readonly renders: {
    /** A subject is blocked. */
    readonly deny: Expected;
    /** The store is down and the instance denies. */
    readonly failClosed: Expected;
    /** The store is down and the instance issues: nothing of ours but the marker. */
    readonly failOpen: Expected;
    /** Observe and off mode. */
    readonly unchanged: Expected;
  };
  /** Whether the IdP calls this hook at refresh, and whether our earlier claims come back. */
  readonly refresh: 'calls again' | 'calls again with our earlier claims' | 'does not call';
};
