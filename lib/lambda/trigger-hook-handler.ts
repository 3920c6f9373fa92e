import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { verifyUserPool } from '../callers/user-pools.ts';
import { compilePolicy } from '../claims/compile.ts';
import type { ClaimsPolicy } from '../claims/policy.ts';
import { InvalidEventError } from '../errors.ts';
import type { HookInstances } from '../hook-instance.ts';
import { type Arrival, createIssueClaims, type HookAnswer } from '../issue-claims.ts';
import type { AttributeSourceConfig } from '../sources/source-config.ts';
import type { TokenHook, TriggerReply } from '../token-hook.ts';
import { userMessage } from '../user-message.ts';
import { createHookServices, type HookServiceOverrides } from './hook-services.ts';
import { processStartedAt } from './process-start.ts';
import { warmUpDuringInit } from './warm-up.ts';
import { writableReplies } from './written-reply.ts';

export type TriggerHookHandler = (event: unknown, context: Context) => Promise<unknown>;

/** What the IdP shows of a denial is its message; the stack stays here. */
class NoTokenError extends Error {
  override readonly name = 'NoTokenError';
  constructor(message: string) {
    super(message);
    this.stack = `${this.name}: ${message}`;
  }
}

const isThrown = (answer: HookAnswer<TriggerReply>): boolean => 'refused' in answer || 'error' in answer.reply;

type IssueClaims = (arrival: Arrival) => Promise<HookAnswer<TriggerReply>>;

/**
 * The Lambda entry of token hooks that their IdP invokes directly. `pick` chooses the hook by the event's wire version;
 * the instance is the one, of any of the IdP's hooks, whose proof fits. Await it where the module loads, as
 * {@link httpHookHandler}. A denial is thrown, with a message that is fit for the user's eyes.
 *
 * @example export const preTokenGeneration = await triggerHookHandler({ pick: pickVersion, policy, instances, sources });
 */
export const triggerHookHandler = async <Event>({
  pick,
  policy,
  instances,
  sources,
  overrides,
}: {
  readonly pick: (event: unknown) => TokenHook<Event, TriggerReply> | undefined;
  readonly policy: ClaimsPolicy;
  readonly instances: HookInstances;
  readonly sources?: readonly AttributeSourceConfig[];
  readonly overrides?: HookServiceOverrides;
}): Promise<TriggerHookHandler> => {
  const direct = Object.entries(instances)
    .filter(([, { proof }]) => proof.kind === 'user-pools')
    .map(([name, settings]) => ({ name, settings }));
  const services = await createHookServices({
    instances: direct.map(({ settings }) => settings),
    policy,
    sources,
    overrides,
  });
  const issuers = new Map<string, IssueClaims>();
  const issuerOf = (hook: TokenHook<Event, TriggerReply>): IssueClaims => {
    const known = issuers.get(hook.name);
    if (known) return known;
    const issuer = createIssueClaims({
      ...services,
      hook: writableReplies(hook),
      isThrown,
      compiled: compilePolicy(policy, hook.limits),
      candidates: direct.filter(({ settings }) => settings.hook.startsWith(`${hook.idp}/`)),
    });
    issuers.set(hook.name, issuer);
    return issuer;
  };
  await warmUpDuringInit(services, direct);

  const refuse = (correlationId: string): never => {
    throw new NoTokenError(userMessage(policy, 'failure', correlationId));
  };

  /** An event of no version is still one of a pool, whose instance may be switched off or enforced at run time. */
  const answerUnknownVersion = async (event: unknown, context: Context): Promise<unknown> => {
    const correlationId = context.awsRequestId;
    const called = direct.filter(
      ({ settings: { proof } }) =>
        proof.kind === 'user-pools' && verifyUserPool({ door: 'trigger', event }, proof.userPoolIds).verified,
    );
    await services.modeOverrides.lookUpAny(called, Date.now() + context.getRemainingTimeInMillis());
    const mode = services.modeOverrides.strictestModeOf(called);
    const watching = mode !== 'enforce';
    const [idp = 'unknown'] = direct[0]?.settings.hook.split('/') ?? [];
    services.record({
      correlationId,
      idp,
      hook: `${idp}/unknown-version`,
      instance: called[0]?.name,
      mode,
      outcome: 'fail',
      answer: watching ? 'unchanged' : 'error',
      thrown: !watching,
      fault: new InvalidEventError('The event is of no version that this function serves.'),
      durationMs: 0,
    });
    return watching ? event : refuse(correlationId);
  };

  const answer = async (event: unknown, context: Context) => {
    const correlationId = context.awsRequestId;
    const hook = pick(event);
    if (!hook) return answerUnknownVersion(event, context);
    const reached = await issuerOf(hook)({
      call: { door: 'trigger', event },
      correlationId,
      startedAt: processStartedAt(),
      remainingMs: context.getRemainingTimeInMillis(),
    });
    if ('refused' in reached) return refuse(correlationId);
    if ('error' in reached.reply) throw new NoTokenError(reached.reply.error);
    return reached.reply.event;
  };
  // The deadline is kept by issueClaims, in the hook's own encoding; middy's would throw.
  return middy(answer, { timeoutEarlyInMillis: 0 });
};
