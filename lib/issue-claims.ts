import * as z from 'zod/mini';
import { answerFault } from './answer-fault.ts';
import type { AttributeReader } from './attributes/attribute-store.ts';
import { type Authentication, authenticate, type NamedInstance } from './callers/authenticate.ts';
import { isCallersFault } from './callers-fault.ts';
import type { CompiledPolicy } from './claims/compile.ts';
import { decide } from './claims/decide.ts';
import type { ClaimsDecision } from './claims/decision.ts';
import { isUnknownSubject } from './claims/subject-refusal.ts';
import { type CreateIfAbsent, createSubject } from './create-subject.ts';
import { deadlineAt, withinDeadline } from './deadline.ts';
import { ClaimsError, InvalidEventError, UnverifiedCallerError } from './errors.ts';
import type { HookCall } from './hook-call.ts';
import type { HookMode } from './hook-instance.ts';
import { loadSubjectAttributes } from './load-subject-attributes.ts';
import type { ModeOverrides } from './mode-overrides.ts';
import type { DecisionRecord } from './observability/decision-record.ts';
import { observeDifferences, observeScopeDifferences } from './observe-differences.ts';
import type { AttributeSource } from './sources/attribute-source.ts';
import { toEvent } from './to-event.ts';
import { toTokenRequest } from './to-token-request.ts';
import type { TokenHook } from './token-hook.ts';
import type { TokenRequest } from './token-request.ts';
import { unchangedReply } from './unchanged-reply.ts';
import { userMessage } from './user-message.ts';

export type IssueClaimsServices<Event, Reply> = {
  readonly hook: TokenHook<Event, Reply>;
  readonly compiled: CompiledPolicy;
  /** The instances that a call of this hook can be for; the proof tells which one it is. */
  readonly candidates: readonly NamedInstance[];
  readonly authentication: Authentication;
  readonly reader: AttributeReader;
  readonly sources: readonly AttributeSource[];
  readonly modeOverrides: ModeOverrides;
  /** Only where the policy says `unknownSubject: 'create'`. */
  readonly createIfAbsent?: CreateIfAbsent | undefined;
  readonly record: (record: DecisionRecord) => void;
  /** Directly invoked hooks only: whether the function throws this answer. */
  readonly isThrown?: (answer: HookAnswer<Reply>) => boolean;
};

export type Arrival = {
  /** The call, or why it is none: too large, wrong content type. */
  readonly call: HookCall | ClaimsError;
  /** The call as it came where `call` says why it is none: only to be given back. */
  readonly refusedCall?: HookCall | undefined;
  readonly correlationId: string;
  /** Milliseconds since 1970, where the event or the process tells when the IdP's call began. */
  readonly startedAt?: number | undefined;
  /** Milliseconds until the platform ends the process. */
  readonly remainingMs: number;
};

export type HookAnswer<Reply> =
  | { readonly reply: Reply }
  /** A plain error: for the caller's own mistake, at a hook where that denies. */
  | { readonly refused: ClaimsError };

/** How far a call has come; a fault is answered from what is known by then. */
export type Progress<Event> = {
  instance?: NamedInstance | undefined;
  event?: Event;
  request?: TokenRequest;
  mode?: HookMode;
  decision?: ClaimsDecision;
  differences?: DecisionRecord['differences'];
  scopeDifferences?: DecisionRecord['scopeDifferences'];
  createFault?: unknown;
  loadMs?: number;
  roundTrips?: number;
};

/**
 * The one way from an IdP's call to its answer: authenticate, parse, translate, load, decide, render, record. Every fault
 * on it ends in {@link answerFault}, at the latest when the deadline passes; the returned function never rejects.
 */
export const createIssueClaims = <Event, Reply>(
  services: IssueClaimsServices<Event, Reply>,
): ((arrival: Arrival) => Promise<HookAnswer<Reply>>) => {
  const { hook, compiled, candidates, authentication, modeOverrides: overrides } = services;

  const parse = (raw: unknown): Event => {
    const parsed = z.safeParse(hook.event, raw);
    if (parsed.success) return parsed.data;
    const paths = parsed.error.issues.map(({ path }) => path.join('.') || '(the event itself)');
    throw new InvalidEventError(`The event is not what ${hook.name} expects, at: ${[...new Set(paths)].join(', ')}.`);
  };

  const translate = (event: Event, { settings }: NamedInstance): TokenRequest =>
    toTokenRequest(hook.toTokenRequest(event, settings), settings);

  const allOff = candidates.length > 0 && candidates.every(({ settings }) => settings.mode === 'off');
  const [only] = candidates.length === 1 ? candidates : [];

  /**
   * Who calls and with what: where both say whom they are about, the instance counts as known only when event and proof
   * agree. Of one that is switched off no event is read.
   */
  const admit = async (call: HookCall, progress: Progress<Event>, signal: AbortSignal) => {
    const caller = await authenticate(candidates, call, { ...authentication, signal });
    progress.instance = caller.instance;
    if (caller.instance.settings.mode === 'off') return undefined;
    const event = parse(toEvent(call, caller));
    if (caller.claims && hook.matchesCaller && !hook.matchesCaller(event, caller.claims)) {
      progress.instance = undefined;
      throw new UnverifiedCallerError(`${caller.instance.name}: the event is not about what the JWT says.`);
    }
    progress.event = event;
    return { instance: caller.instance, event };
  };

  const answer = async (
    arrival: Arrival,
    progress: Progress<Event>,
    { signal, deadline }: { readonly signal: AbortSignal; readonly deadline: number },
  ): Promise<Reply> => {
    const { call, correlationId } = arrival;
    const switchedOff = (): Reply => {
      progress.mode = 'off';
      return unchangedReply(hook, arrival);
    };
    if (allOff) {
      if (only) progress.instance = only;
      return switchedOff();
    }
    if (call instanceof ClaimsError) throw call;
    const admitted = await admit(call, progress, signal);
    if (!admitted) return switchedOff();
    const { instance, event } = admitted;
    const request = translate(event, instance);
    progress.request = request;

    const loading = performance.now();
    const loaded = await loadSubjectAttributes(
      services,
      {
        request,
        instance: instance.name,
        settings: instance.settings,
        policy: compiled.policy,
        isEnough: (table) => {
          overrides.seeLoaded(instance, table);
          return overrides.modeOf(instance, request) === 'off';
        },
      },
      // The switch counts as soon as it is read, also where the rest of the reading then fails.
      { signal, deadline, onMode: (override) => overrides.see(instance, override) },
    ).finally(() => {
      progress.loadMs = performance.now() - loading;
    });
    progress.roundTrips = loaded.roundTrips;
    const mode = overrides.modeOf(instance, request);
    if (mode === 'off') return switchedOff();
    progress.mode = mode;

    const decision = decide(compiled, request, loaded.attributes);
    progress.decision = decision;
    if (mode === 'observe') {
      progress.differences = observeDifferences(request, decision);
      progress.scopeDifferences = observeScopeDifferences(request, decision);
      return unchangedReply(hook, arrival);
    }
    if (decision.outcome === 'deny') {
      const message = userMessage(compiled.policy, decision.reason, correlationId);
      return hook.deny({ reason: decision.reason, message });
    }
    const reply = hook.issue(event, decision);
    if (services.createIfAbsent && isUnknownSubject(request, loaded.attributes)) {
      const remainingMs = deadline - Date.now();
      progress.createFault = await createSubject(services.createIfAbsent, request, { hook: hook.name, remainingMs });
    }
    return reply;
  };

  /** Reads the mode that counts for a call that failed before the table was asked for it. */
  const lookUpMode = async (fault: unknown, { instance, loadMs }: Progress<Event>, deadline: number): Promise<void> => {
    if (instance) {
      // A subject that is no key fails in the reader before it asks.
      const unasked = loadMs === undefined || isCallersFault(fault);
      if (unasked && instance.settings.mode !== 'off') await overrides.lookUp(instance, deadline);
      return;
    }
    // On behalf of a stranger the table is asked only where the call would pass without that.
    const mayPass = !isCallersFault(fault) || overrides.strictestModeOf(candidates) !== 'enforce';
    if (mayPass) await overrides.lookUpAny(candidates, deadline);
  };

  return async (arrival) => {
    const begin = performance.now();
    const deadline = deadlineAt({ ...arrival, now: Date.now(), limitMs: hook.limits.deadlineMs });
    const progress: Progress<Event> = {};
    let outcome: { answer: HookAnswer<Reply>; told: DecisionRecord['answer']; mode: HookMode; fault?: unknown };
    try {
      const reply = await withinDeadline(deadline - Date.now(), (signal) =>
        answer(arrival, progress, { signal, deadline }),
      );
      const { mode = 'enforce', decision } = progress;
      const enforced = decision?.outcome === 'deny' ? 'denial' : 'claims';
      outcome = { answer: { reply }, told: mode === 'enforce' ? enforced : 'unchanged', mode };
    } catch (fault) {
      await lookUpMode(fault, progress, deadline);
      outcome = {
        ...answerFault({ services, arrival, progress, fault, parse, translate }),
        fault,
      };
    }
    services.record({
      correlationId: arrival.correlationId,
      idp: hook.idp,
      hook: hook.name,
      instance: progress.instance?.name,
      mode: outcome.mode,
      outcome: 'fault' in outcome ? 'fail' : (progress.decision?.outcome ?? 'issue'),
      answer: outcome.told,
      request: progress.request,
      decision: progress.decision,
      differences: progress.differences,
      scopeDifferences: progress.scopeDifferences,
      fault: outcome.fault,
      createFault: progress.createFault,
      thrown: services.isThrown?.(outcome.answer),
      durationMs: performance.now() - begin,
      loadMs: progress.loadMs,
      roundTrips: progress.roundTrips,
    });
    return outcome.answer;
  };
};
