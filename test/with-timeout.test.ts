import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withTimeout } from '../lib/with-timeout.ts';

/** Ends when its signal says so, with the signal's reason. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('an attempt with a time limit', () => {
  it('gives what the attempt gives', async () => {
    expect(await withTimeout(new AbortController().signal, 1_000, async () => 'answer')).toBe('answer');
  });

  it('is told when its time is over', async () => {
    await expect(withTimeout(new AbortController().signal, 5, untilAborted)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('is told the reason of the signal around it', async () => {
    const around = new AbortController();
    const reason = new Error('enough');
    const attempt = withTimeout(around.signal, 10_000, untilAborted);
    around.abort(reason);
    await expect(attempt).rejects.toBe(reason);
  });

  it('does not begin when the signal around it has been aborted', async () => {
    let begun = false;
    const attempt = withTimeout(AbortSignal.abort(new Error('over')), 10_000, async () => {
      begun = true;
    });
    await expect(attempt).rejects.toThrow('over');
    expect(begun).toBe(false);
  });

  it('leaves an attempt that has ended alone', async () => {
    const around = new AbortController();
    let seen: AbortSignal | undefined;
    await withTimeout(around.signal, 5, async (signal) => {
      seen = signal;
    });
    around.abort();
    await delay(20);
    expect(seen?.aborted).toBe(false);
  });
});
