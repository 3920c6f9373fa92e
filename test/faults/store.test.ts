import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractPolicy, nameAt } from '../contracts/contract-policy.ts';
import type { HookCaller, HookFixture } from '../support/hook-fixture.ts';
import { hookFixtures } from '../support/hooks/index.ts';
import { type StoreFault, storeFaults } from '../support/store-faults.ts';
import { type FaultRun, type FaultWorld, hasStoredClaims, requestAt, startFaultWorld } from './fault-world.ts';

/** A fault that lasts is met for this long instead of the hook's whole deadline: a Lambda that is near its end. */
const shortMs = 600;
/** Faults that are waited for at a time. */
const sideBySide = 5;
/** Far more than a busy machine is ever late, far less than the SDK hangs by itself. */
const tolerableDelayMs = 2000;

const recovering = storeFaults.filter(({ outcome }) => outcome === 'recovers');
const lasting = storeFaults.filter(({ outcome }) => outcome !== 'recovers');

const named = hookFixtures.map(
  (fixture) => [[fixture.hook.name, fixture.variant].filter(Boolean).join(' '), fixture] as const,
);

/** What is wrong with an answer under a fault; nothing where the answer is what the contract says. */
const faultsOf = (fixture: HookFixture, fault: StoreFault, run: FaultRun): string | undefined => {
  const about = (what: unknown) => `${fault.name}, onFailure ${run.policy}: ${what}`;
  const event = requestAt(fixture);
  const given = {
    event,
    message: contractPolicy.messages?.failure ?? '',
    statusClaim: nameAt(fixture, 'claims_status'),
  };
  const { during, after } = run;
  if (!hasStoredClaims(fixture, after.outcome)) return about('the next call does not recover');
  if (JSON.stringify(during.answer).includes('canary')) return about('the answer holds an attribute');
  if (hasStoredClaims(fixture, during.outcome)) {
    return fault.outcome === 'recovers' ? undefined : about('presented as complete');
  }
  if (fault.outcome === 'recovers') return about('does not recover within the call');
  try {
    const render = run.policy === 'deny' ? fixture.renders.failClosed : fixture.renders.failOpen;
    render(during.answer, given);
  } catch (error) {
    return about(error instanceof Error ? error.message : error);
  }
  return during.outcome.issued === (run.policy === 'issue') ? undefined : about('not what the failure policy says');
};

describe('every hook under every fault of the store', () => {
  let world: FaultWorld;
  const unhandled: unknown[] = [];
  const noteUnhandled = (reason: unknown) => unhandled.push(reason);
  beforeAll(async () => {
    process.on('unhandledRejection', noteUnhandled);
    world = await startFaultWorld();
  });
  afterAll(async () => {
    await world.stop();
    process.off('unhandledRejection', noteUnhandled);
    expect(unhandled).toEqual([]);
  });

  // Nearly all of the time is waiting.
  describe.concurrent.each(named)('%s', (_name, fixture) => {
    let caller: HookCaller;
    beforeAll(async () => {
      caller = await fixture.caller();
    });
    afterAll(() => caller.close?.());

    it('answers a fault that lasts by its failure policy, in its own words, and recovers after it', async () => {
      const found: (string | undefined)[] = [];
      for (let first = 0; first < lasting.length; first += sideBySide) {
        const some = lasting.slice(first, first + sideBySide).map(async (fault) => {
          const runs = await world.run(fixture, caller, fault, { remainingMs: shortMs });
          return runs.map((run) => faultsOf(fixture, fault, run));
        });
        found.push(...(await Promise.all(some)).flat());
      }
      expect(found.filter((fault) => fault !== undefined)).toEqual([]);
    });

    it('answers with the claims where a fault passes', { timeout: 60_000 }, async () => {
      const found: (string | undefined)[] = [];
      for (const fault of recovering) {
        // A second attempt has to fit into the deadline, for which a busy machine may be too slow once.
        for (let attempt = 0; attempt < 3; attempt += 1) {
          const runs = await world.run(fixture, caller, fault);
          const problems = runs.map((run) => faultsOf(fixture, fault, run)).filter((problem) => problem !== undefined);
          if (problems.length === 0) break;
          if (attempt === 2) found.push(...problems);
        }
      }
      expect(found).toEqual([]);
    });

    it('answers within its deadline while the store hangs', async () => {
      const hang = storeFaults.find(({ name }) => name === 'hang before the first byte');
      if (!hang) throw new Error('There is no such fault any more.');
      for (const { durationMs } of await world.run(fixture, caller, hang)) {
        expect(durationMs).toBeLessThan(fixture.hook.limits.deadlineMs + tolerableDelayMs);
      }
    });
  });
});
