import { describe, expect, it } from 'vitest';
import { deadlineAt, withinDeadline } from '../lib/deadline.ts';
import { DeadlinePassedError } from '../lib/errors.ts';

const now = 1_000_000;
const margin = 50;

describe('the deadline', () => {
  it.each([
    ['counts from now where nothing tells the start', {}, now + 700],
    ['counts from the request’s start: a cold start has used some of it', { startedAt: now - 400 }, now + 300],
    ['may have passed already', { startedAt: now - 900 }, now - 200],
    ['is never after the Lambda’s own end', { remainingMs: 500 }, now + 500],
    ['does not believe a start in the future', { startedAt: now + 5_000 }, now + 700],
    ['does not believe a start that no caller would wait for', { startedAt: now - 31_000 }, now + 700],
  ])('%s', (_title, given, expected) => {
    expect(deadlineAt({ now, limitMs: 700, remainingMs: 10_000, ...given })).toBe(expected - margin);
  });
});

describe('work within a deadline', () => {
  it('gives its result', async () => {
    expect(await withinDeadline(1_000, async () => 'done')).toBe('done');
  });

  it('gives its error', async () => {
    await expect(withinDeadline(1_000, () => Promise.reject(new Error('own')))).rejects.toThrow('own');
  });

  it('ends although the work does not', async () => {
    await expect(withinDeadline(20, () => new Promise(() => undefined))).rejects.toThrow(DeadlinePassedError);
  });

  it('ends at once when it has passed', async () => {
    await expect(withinDeadline(-5, () => new Promise(() => undefined))).rejects.toThrow(DeadlinePassedError);
  });

  it.each([
    ['when it passes', () => new Promise<never>(() => undefined)],
    ['when the work is done', async () => 'done'],
    ['when the work fails', () => Promise.reject(new Error('own'))],
  ])('aborts its signal %s, so that nothing runs on', async (_title, work) => {
    let seen: AbortSignal | undefined;
    await withinDeadline<unknown>(20, (signal) => {
      seen = signal;
      return work();
    }).catch(() => undefined);
    expect(seen?.aborted).toBe(true);
  });
});
