import type { NamedInstance } from './callers/authenticate.ts';
import { isCallersFault } from './callers-fault.ts';
import type { DenyReason } from './claims/decision.ts';
import { degradedIssue } from './claims/degrade.ts';
import { ClaimsError, InvalidConfigurationError } from './errors.ts';
import type { HookMode } from './hook-instance.ts';
import type { Arrival, HookAnswer, IssueClaimsServices, Progress } from './issue-claims.ts';
import type { DecisionRecord } from './observability/decision-record.ts';
import { toEvent } from './to-event.ts';
import type { TokenRequest } from './token-request.ts';
import { unchangedReply } from './unchanged-reply.ts';
import { userMessage } from './user-message.ts';

type Fault<Event, Reply> = {
  readonly services: IssueClaimsServices<Event, Reply>;
  readonly arrival: Arrival;
  readonly progress: Progress<Event>;
  readonly fault: unknown;
  readonly parse: (raw: unknown) => Event;
  readonly translate: (event: Event, instance: NamedInstance) => TokenRequest;
};

type FaultAnswer<Reply> = {
  readonly answer: HookAnswer<Reply>;
  readonly told: DecisionRecord['answer'];
  readonly mode: HookMode;
};

const denyReasonOf = (fault: unknown): DenyReason => {
  if (!isCallersFault(fault)) return 'failure';
  return fault.code === 'unverified_caller' ? 'unverified_caller' : 'invalid_event';
};

const attempt = <Result>(work: () => Result): Result | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

/** The event as far as it can be read; where only a JWT says what it is, it is read only once that is verified. */
const knownEvent = <Event, Reply>({ services, arrival, progress, parse }: Fault<Event, Reply>): Event | undefined => {
  if (progress.event !== undefined) return progress.event;
  const { call } = arrival;
  const inJwt = services.candidates.some(({ settings: { proof } }) => 'in' in proof && typeof proof.in === 'object');
  return call instanceof ClaimsError || inJwt ? undefined : attempt(() => parse(toEvent(call)));
};

/**
 * The settings that answer a fault: the instance's, or, while it is not known which one it is, the strictest of those that
 * it can be.
 */
const settingsOf = <Event, Reply>({ services: { candidates, modeOverrides }, progress }: Fault<Event, Reply>) => {
  const { instance, request, mode } = progress;
  if (instance) {
    const { settings } = instance;
    return { instance, mode: mode ?? modeOverrides.modeOf(instance, request), onFailure: settings.onFailure };
  }
  const lenient = candidates.length > 0 && candidates.every(({ settings }) => settings.onFailure === 'issue');
  return {
    instance: candidates[0],
    mode: modeOverrides.strictestModeOf(candidates),
    onFailure: lenient ? ('issue' as const) : ('deny' as const),
  };
};

/** Our claims left out and marked; `undefined` where the event cannot be read, so that there is nothing to answer to. */
const degradedReply = <Event, Reply>(fault: Fault<Event, Reply>, instance: NamedInstance | undefined) => {
  const event = knownEvent(fault);
  if (event === undefined || !instance) return undefined;
  return attempt(() => {
    const request = fault.progress.request ?? fault.translate(event, instance);
    return { reply: fault.services.hook.issue(event, degradedIssue(fault.services.compiled, request)) };
  });
};

/**
 * The one place where a fault becomes an answer.
 *
 * Observing and switched off, nothing fails a login, whatever came: the IdP goes on as if there were no hook. Enforcing, a
 * mistake of the caller is refused plainly, or denied where the IdP would take a plain error for a yes; a fault of ours
 * becomes what the instance's failure policy says, in the IdP's own encoding. Never throws.
 */
export const answerFault = <Event, Reply>(fault: Fault<Event, Reply>): FaultAnswer<Reply> => {
  const { hook, compiled } = fault.services;
  const { instance, mode, onFailure } = settingsOf(fault);
  const reason = denyReasonOf(fault.fault);
  const refused = isCallersFault(fault.fault)
    ? fault.fault
    : new InvalidConfigurationError(`The hook ${hook.name} could not answer.`);

  if (mode !== 'enforce') {
    const reply = attempt(() => ({ reply: unchangedReply(hook, fault.arrival) }));
    return reply ? { answer: reply, told: 'unchanged', mode } : { answer: { refused }, told: 'error', mode };
  }
  if (reason !== 'failure' && !hook.limits.failsOpen) return { answer: { refused }, told: 'error', mode };
  const lenient = onFailure === 'issue' && fault.progress.decision?.outcome !== 'deny';
  const degraded = reason === 'failure' && lenient ? degradedReply(fault, instance) : undefined;
  if (degraded) return { answer: degraded, told: 'degraded', mode };
  const message = userMessage(compiled.policy, reason, fault.arrival.correlationId);
  const denial = attempt(() => ({ reply: hook.deny({ reason, message }) }));
  return denial ? { answer: denial, told: 'denial', mode } : { answer: { refused }, told: 'error', mode };
};
