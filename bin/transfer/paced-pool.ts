import { setTimeout as delay } from 'node:timers/promises';
import { isTransient } from '../../lib/attributes/dynamodb-fault.ts';
import { AttributeStoreError, DeadlinePassedError } from '../../lib/errors.ts';

export type PacedPool = {
  /** Runs a task as soon as there is room for it; resolves when the task may go on by itself. */
  run(task: () => Promise<void>): Promise<void>;
  /** Waits for all tasks. @throws the first fault of any of them */
  finish(): Promise<void>;
};

/** How long a task is tried again while the store says that it is busy. */
const longestOutageMs = 5 * 60_000;

/** Throttled, timed out, unreachable; a missing table or permission does not come back by waiting. */
const isPassing = (error: unknown): boolean =>
  error instanceof DeadlinePassedError || (error instanceof AttributeStoreError && isTransient(error.cause));

/**
 * Many writes at a time, as many as the store takes: when it is busy (throttled, unreachable) all of them pause, and
 * half as many go on; every hundred that succeed make room for one more.
 */
export const createPacedPool = (
  maximum: number,
  { onPause, pauseMs = 200 }: { readonly onPause?: () => void; readonly pauseMs?: number } = {},
): PacedPool => {
  let room = maximum;
  let running = 0;
  let succeeded = 0;
  let pausedUntil = 0;
  let fault: { readonly error: unknown } | undefined;
  const waiting: (() => void)[] = [];

  const wake = (): void => {
    while (waiting.length > 0 && (running < room || fault !== undefined)) {
      waiting.shift()?.();
      if (fault === undefined) {
        return;
      }
    }
  };

  const slowDown = (again: number): void => {
    onPause?.();
    room = Math.max(1, Math.floor(room / 2));
    succeeded = 0;
    pausedUntil = Math.max(pausedUntil, Date.now() + pauseMs * Math.min(2 ** again, 64));
  };

  const untilDone = async (task: () => Promise<void>): Promise<void> => {
    const begun = Date.now();
    for (let again = 0; ; again += 1) {
      const pause = pausedUntil - Date.now();
      if (pause > 0) {
        await delay(pause * (0.5 + Math.random()));
      }
      try {
        await task();
        succeeded += 1;
        if (succeeded % 100 === 0) {
          room = Math.min(maximum, room + 1);
        }
        return;
      } catch (error) {
        if (!isPassing(error) || Date.now() - begun > longestOutageMs) {
          throw error;
        }
        slowDown(again);
      }
    }
  };

  return {
    run: async (task) => {
      while (running >= room && fault === undefined) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      if (fault !== undefined) {
        throw fault.error;
      }
      running += 1;
      untilDone(task)
        .catch((error: unknown) => {
          fault ??= { error };
        })
        .finally(() => {
          running -= 1;
          wake();
        });
    },
    finish: async () => {
      while (running > 0) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      if (fault !== undefined) {
        throw fault.error;
      }
    },
  };
};
