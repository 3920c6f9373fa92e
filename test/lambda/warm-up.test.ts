import { describe, expect, it } from 'vitest';
import { warmUpDuringInit } from '../../lib/lambda/warm-up.ts';

describe('warming up during INIT', () => {
  it('ends although what it waits for does not, and tells it to stop', async () => {
    let seen: AbortSignal | undefined;
    await warmUpDuringInit({
      warmUp: ({ signal }) => {
        seen = signal;
        return new Promise(() => undefined);
      },
    });
    expect(seen?.aborted).toBe(true);
  });

  it('is no reason for the function not to start', async () => {
    await expect(warmUpDuringInit({ warmUp: () => Promise.reject(new Error('down')) })).resolves.toBeUndefined();
  });
});
