import { DeadlinePassedError } from './errors.ts';

/** For the way of the answer out of the process and, over HTTP, through API Gateway. */
const marginMs = 50;
/** An HTTP API waits 30 s at most, so a start further back (or in the future) is a clock that cannot be trusted. */
const oldestStartMs = 30_000;

/**
 * When the answer must be out, in milliseconds since 1970: the hook's limit counted from the request's start, which a cold
 * start may have used up in part, and never later than the Lambda's own end.
 */
export const deadlineAt = ({
  now,
  startedAt,
  limitMs,
  remainingMs,
}: {
  readonly now: number;
  /** When the IdP's call reached us, where the event or the process tells. */
  readonly startedAt?: number | undefined;
  readonly limitMs: number;
  readonly remainingMs: number;
}): number => {
  const age = startedAt === undefined ? 0 : now - startedAt;
  const start = age >= 0 && age <= oldestStartMs ? now - age : now;
  return Math.min(start + limitMs, now + remainingMs) - marginMs;
};

/** One for all: making an error with its stack for every call, also for those that ended well, costs more than a decision. */
const ended = new Error('The call has been answered.');

/**
 * Runs `work` until the deadline and no longer: it gets a signal, and if it does not end by itself (a hanging connection),
 * the promise rejects all the same.
 * @throws DeadlinePassedError
 */
export const withinDeadline = async <Result>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const controller = new AbortController();
  const passed = Promise.withResolvers<never>();
  const end = () => passed.reject(new DeadlinePassedError('The answer was not ready before the IdP stops waiting.'));
  const timer = setTimeout(end, Math.max(0, milliseconds));
  try {
    return await Promise.race([work(controller.signal), passed.promise]);
  } finally {
    clearTimeout(timer);
    // What is still running (a call that hangs, the other half of a load that failed) ends with this invocation.
    controller.abort(ended);
  }
};
