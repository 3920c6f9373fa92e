import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { triggerHookHandler } from '../../lib/lambda/trigger-hook-handler.ts';
import type { Secrets } from '../../lib/secrets/secrets.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import type { AttributeSource } from '../../lib/sources/attribute-source.ts';
import type { HttpReply, TokenHook, TriggerReply } from '../../lib/token-hook.ts';
import type { Answer, CallProof, HookCaller, HookFixture, Outcome } from './hook-fixture.ts';
import { lambdaContext } from './lambda-context.ts';

export type HarnessOptions = {
  readonly policy: ClaimsPolicy;
  readonly reader: AttributeReader;
  readonly sources?: readonly AttributeSource[];
  readonly instance?: Partial<HookInstance>;
  /** One who calls several harnesses, and outlives them; default: one of its own. */
  readonly caller?: HookCaller;
  /** Stands in for the fixture's hook: one that crashes. */
  readonly hook?: TokenHook;
  /** The secrets that the hook finds; default: the caller's. */
  readonly secrets?: Readonly<Record<string, readonly string[]>>;
  /** Where the hook finds its secrets, instead of having them. */
  readonly secretsFrom?: Secrets;
  /** The clock by which proofs are dated. */
  readonly now?: () => number;
  /** Further instances of the same hook, each with the caller whose proof it takes. */
  readonly others?: Readonly<Record<string, { readonly caller: HookCaller; readonly instance: Partial<HookInstance> }>>;
};

export type Sent = { readonly answer: Answer; readonly outcome: Outcome };

/** One hook behind its real Lambda entry, and somebody who can call it. */
export type HookHarness = {
  readonly caller: HookCaller;
  /** Log lines so far. */
  readonly lines: readonly string[];
  send(event: unknown, options?: { readonly proof?: CallProof; readonly remainingMs?: number }): Promise<Sent>;
  /** A call that was made before, so that what the caller does (signing) is not measured. */
  deliver(event: unknown, call: object): Promise<Sent>;
  /** Any body under genuine proof; `undefined` where the hook takes no body. */
  sendRaw(body: string): Promise<Sent | undefined>;
  close(): Promise<void>;
};

const toAnswer = async (invoke: () => Promise<unknown>, http: boolean): Promise<Answer> => {
  try {
    const result = await invoke();
    if (!http) return { kind: 'event', event: result };
    const { statusCode, headers, body } = result as {
      readonly statusCode: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };
    return { kind: 'http', status: statusCode, headers: headers ?? {}, body: body ?? '' };
  } catch (error) {
    if (http) throw error;
    return { kind: 'thrown', message: error instanceof Error ? error.message : String(error) };
  }
};

export const createHookHarness = async (fixture: HookFixture, options: HarnessOptions): Promise<HookHarness> => {
  const caller = options.caller ?? (await fixture.caller());
  const lines: string[] = [];
  const hook = options.hook ?? fixture.hook;
  const instance = (proof: HookInstance['proof'], settings: Partial<HookInstance> = {}): HookInstance => ({
    hook: hook.name,
    realm: 'main',
    proof,
    scopes: { from: 'granted' },
    groups: 'both',
    onFailure: 'deny',
    mode: 'enforce',
    ...fixture.settings,
    ...settings,
  });
  const others = Object.entries(options.others ?? {});
  const callers = [caller, ...others.map(([, other]) => other.caller)];
  const secrets = Object.fromEntries(
    callers.flatMap((one) =>
      Object.entries(one.secrets).map(([name, { current, previous }]) => [
        name,
        previous === undefined ? [current] : [current, previous],
      ]),
    ),
  );
  const setup = {
    policy: options.policy,
    instances: {
      main: instance(caller.proof, options.instance),
      ...Object.fromEntries(
        others.map(([name, other]) => [name, instance(other.caller.proof, { ...options.instance, ...other.instance })]),
      ),
    },
    overrides: {
      reader: options.reader,
      secrets: options.secretsFrom ?? staticSecrets(options.secrets ?? secrets),
      ...(options.now && { now: options.now }),
      ...(options.sources && { sources: options.sources }),
      write: (line: string) => lines.push(line),
    },
  };
  const http = caller.proof.kind !== 'user-pools';
  const handler = http
    ? await httpHookHandler({ ...setup, hook: hook as TokenHook<unknown, HttpReply> })
    : await triggerHookHandler({ ...setup, pick: () => hook as TokenHook<unknown, TriggerReply> });

  const invoke = async (event: unknown, call: object, remainingMs?: number): Promise<Sent> => {
    const answer = await toAnswer(() => handler(call as APIGatewayProxyEventV2, lambdaContext(remainingMs)), http);
    return { answer, outcome: fixture.idp(event, answer) };
  };
  return {
    caller,
    lines,
    send: async (event, { proof = 'genuine', remainingMs } = {}) =>
      invoke(event, await caller.call(event, proof), remainingMs),
    deliver: invoke,
    sendRaw: async (body) => (caller.raw ? invoke(undefined, await caller.raw(body)) : undefined),
    close: async () => {
      await Promise.all(callers.filter((one) => one !== options.caller).map((one) => one.close?.()));
    },
  };
};

/** A reader over one subject's items, whoever asks; for what no store would hold. */
export const readerOf = (loaded: Partial<Awaited<ReturnType<AttributeReader['load']>>>): AttributeReader => ({
  load: async () => ({ groups: [], freshness: 'fresh', roundTrips: 1, ...loaded }),
});
