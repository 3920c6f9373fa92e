import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readEvents } from '../support/hook-events.ts';
import type { Answer } from '../support/hook-fixture.ts';
import { createHookHarness, type Sent } from '../support/hook-harness.ts';
import { hookFixtures } from '../support/hooks/index.ts';
import { brokenBody, mutatedEvent } from '../support/mutated-event.ts';
import { inRealm, storeOf } from '../support/vector.ts';
import { canary, contractPolicy, principalOf } from './contract-policy.ts';

/** Bodies per hook: 300 with every test run, 10,000 at night. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 300);

/**
 * Faults that a hostile event can bring about, each with its own answer; everything else would be a crash. Where the event
 * says itself who sends it (user pool, tenant), changing that makes the caller a stranger.
 */
const foreseen = ['invalid_event', 'invalid_key', 'unverified_caller', 'event_too_large', 'too_many_groups', undefined];

const textOf = (answer: Answer): string => (answer.kind === 'http' ? answer.body : JSON.stringify(answer));

/** An IdP would have something to go by, whatever came in. */
const expectAnswer = ({ answer }: Sent, code: string | undefined): void => {
  if (answer.kind !== 'http') return;
  expect([200, 204, 400, 401, 403, 413, 500, 503]).toContain(answer.status);
  // The hooks' own encodings of "our fault" are for our faults.
  if (answer.status >= 500) expect(code).toBe('too_many_groups');
  if (answer.body !== '') expect(() => JSON.parse(answer.body)).not.toThrow();
};

describe('fuzzed bodies', () => {
  it.each(
    hookFixtures.map((fixture) => [[fixture.hook.name, fixture.variant].filter(Boolean).join(' '), fixture] as const),
  )('%s answers each, without a crash and without a leak', { timeout: 3_600_000 }, async (_name, fixture) => {
    const caller = await fixture.caller();
    onTestFinished(() => caller.close?.());
    const principal = principalOf(fixture);
    const hidden = { user_role: canary, feature_flags: [canary] };
    const { send, sendRaw, lines } = await createHookHarness(fixture, {
      policy: contractPolicy,
      caller,
      reader: await storeOf([principal.item({ user_role: 'admin' }), inRealm('other', principal.item(hidden))]),
      instance: { onFailure: 'deny' },
    });
    const secrets = Object.values(caller.secrets).map(({ current }) => current);
    const events = readEvents(fixture);

    const check = (sent: Sent): void => {
      const line = lines.at(-1) ?? '';
      const { error } = JSON.parse(line) as { readonly error?: { readonly code: string } };
      expect(foreseen).toContain(error?.code);
      expectAnswer(sent, error?.code);
      for (const value of [canary, ...secrets]) {
        expect(line).not.toContain(value);
        expect(textOf(sent.answer)).not.toContain(value);
      }
    };
    await fc.assert(
      fc.asyncProperty(mutatedEvent(events), async (event) => check(await send(event))),
      { numRuns },
    );
    if (!caller.raw) return;
    await fc.assert(
      fc.asyncProperty(brokenBody(events), async (body) => {
        const sent = await sendRaw(body);
        if (sent) check(sent);
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    );
  });
});
