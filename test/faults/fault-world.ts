import { createDynamoDBAttributeReader } from '../../lib/attributes/dynamodb-attribute-reader.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import type { TokenHook } from '../../lib/token-hook.ts';
import { contractPolicy, nameAt, principalOf } from '../contracts/contract-policy.ts';
import { startTestDynamoDB } from '../support/dynamodb.ts';
import { startFaultyDynamoDB } from '../support/faulty-dynamodb.ts';
import type { HookCaller, HookFixture, Outcome } from '../support/hook-fixture.ts';
import { createHookHarness, type Sent } from '../support/hook-harness.ts';
import type { StoreFault } from '../support/store-faults.ts';

/** The event of a person, or of a machine at a hook that knows no people. */
export const requestAt = (fixture: HookFixture): unknown => fixture.event(principalOf(fixture).request);

export type FaultRun = {
  readonly policy: 'deny' | 'issue';
  /** The answer while the fault lasts, and how long it took. */
  readonly during: Sent;
  readonly durationMs: number;
  /** The answer to the very next call. */
  readonly after: Sent;
};

/** Whether a token was issued with the stored claims, and says nothing of being degraded. */
export const hasStoredClaims = (fixture: HookFixture, outcome: Outcome): boolean =>
  outcome.issued &&
  Object.values(outcome.tokens).some((claims) => claims?.[nameAt(fixture, 'user_role')] === 'admin') &&
  !JSON.stringify(outcome.tokens).includes('degraded');

/** More than any machine needs for one call. */
const patientMs = 10_000;

/**
 * The hook, whose deadline ends to count when it is told so: whether the next call works says whether the hook recovers,
 * not how busy the machine is.
 */
export const withPatience = (hook: TokenHook): { readonly hook: TokenHook; wait(): void } => {
  const limits = { ...hook.limits };
  return {
    hook: { ...hook, limits },
    wait: () => {
      limits.deadlineMs = patientMs;
    },
  };
};

/** A real DynamoDB with the person, the machine and a group of theirs, behind any number of faulty connections. */
export const startFaultWorld = async () => {
  const dynamodb = await startTestDynamoDB();
  const { attributes: table, changes: changesTable } = dynamodb.tables;
  const store = createDynamoDBAttributeStore({ endpoint: dynamodb.endpoint, table, changesTable });
  const written = { by: 'test', expectedVersion: 0 };
  const content = { attributes: { user_role: 'admin', canary: 'canary-value' }, groups: ['staff'] };
  await store.put({ kind: 'user', realm: 'main', subject: 'u1' }, content, written);
  await store.put({ kind: 'client', realm: 'main', id: 'u1' }, content, written);
  await store.put({ kind: 'group', realm: 'main', name: 'staff' }, { attributes: { company_id: 42 } }, written);
  store.close();

  const runUnder = async (
    policy: FaultRun['policy'],
    fixture: HookFixture,
    caller: HookCaller,
    fault: StoreFault,
    options: { readonly remainingMs?: number },
  ): Promise<FaultRun> => {
    const faulty = await startFaultyDynamoDB(dynamodb.endpoint);
    try {
      const patient = withPatience(fixture.hook);
      const harness = await createHookHarness(fixture, {
        hook: patient.hook,
        policy: contractPolicy,
        reader: createDynamoDBAttributeReader({ endpoint: faulty.endpoint, table, groupCacheSeconds: 0 }),
        instance: { onFailure: policy },
        caller,
      });
      const event = requestAt(fixture);
      await harness.send(event);
      await faulty.inject(fault);
      const start = performance.now();
      const during = await harness.send(event, options);
      const durationMs = performance.now() - start;
      await faulty.recover();
      patient.wait();
      const after = await harness.send(event);
      return { policy, during, durationMs, after };
    } finally {
      await faulty.stop();
    }
  };

  return {
    /** One hook, one fault, both failure policies: a call that works, one under the fault, one after it. */
    run: (
      fixture: HookFixture,
      caller: HookCaller,
      fault: StoreFault,
      options: { readonly remainingMs?: number } = {},
    ): Promise<readonly FaultRun[]> =>
      Promise.all((['deny', 'issue'] as const).map((policy) => runUnder(policy, fixture, caller, fault, options))),
    stop: () => dynamodb.stop(),
  };
};

export type FaultWorld = Awaited<ReturnType<typeof startFaultWorld>>;
