import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Proof } from '../../lib/hook-instance.ts';
import { createParameterStoreSecrets } from '../../lib/secrets/parameter-store-secrets.ts';
import { startParameterStore } from '../../local/parameter-store.ts';
import { attributes, contractPolicy, nameAt, principalOf } from '../contracts/contract-policy.ts';
import type { HookCaller, HookFixture } from '../support/hook-fixture.ts';
import { createHookHarness } from '../support/hook-harness.ts';
import { hookFixtures } from '../support/hooks/index.ts';
import { storeOf } from '../support/vector.ts';
import { hasStoredClaims, withPatience } from './fault-world.ts';
import { type HttpFault, httpFaults, startFaultyHttp } from './faulty-http.ts';

/** A Lambda that is near its end, so that a hang need not be waited for. */
const shortMs = 500;
/** Past every pause between two attempts to read secrets or keys that were never had. */
const laterMs = 6_000;
const path = '/custom-claims/test/hooks';

const named = hookFixtures.map(
  (fixture) => [[fixture.hook.name, fixture.variant].filter(Boolean).join(' '), fixture] as const,
);

/** The hook with its proof's secret, or its issuer's keys, behind a server that fails and then recovers. */
const startBehind = async (fixture: HookFixture, caller: HookCaller, fault: HttpFault) => {
  let later = 0;
  const now = () => Date.now() + later;
  const { proof } = caller;
  const names = Object.keys(caller.secrets);
  const stored = Object.entries(caller.secrets).map(([name, value]) => [`${path}/${name}`, JSON.stringify(value)]);
  const parameters = await startParameterStore({ parameters: Object.fromEntries(stored) });
  const target = proof.kind === 'bearer-jwt' ? proof.jwksUri : parameters.url;
  const faulty = await startFaultyHttp(target, fault);
  const faultyProof: Proof =
    proof.kind === 'bearer-jwt' ? { ...proof, jwksUri: faulty.url + new URL(proof.jwksUri).pathname } : proof;
  const patient = withPatience(fixture.hook);
  const harness = await createHookHarness(fixture, {
    hook: patient.hook,
    policy: contractPolicy,
    reader: await storeOf([principalOf(fixture).item(attributes)]),
    caller: { ...caller, proof: faultyProof },
    secretsFrom: createParameterStoreSecrets({
      path,
      names,
      region: 'local',
      endpoint: faulty.url,
      credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
      now,
    }),
    now,
  });
  return {
    harness,
    recover: async () => {
      await faulty.recover();
      later = laterMs;
      patient.wait();
    },
    stop: async () => {
      await Promise.all([faulty.stop(), parameters.close()]);
    },
  };
};

describe('every hook whose secret or whose keys cannot be had', () => {
  const called = named.filter(([name]) => !name.startsWith('cognito/'));

  describe.concurrent.each(called)('%s', (_name, fixture) => {
    let caller: HookCaller;
    beforeAll(async () => {
      caller = await fixture.caller();
    });
    afterAll(() => caller.close?.());

    const problemUnder = async (title: string, fault: HttpFault): Promise<string | undefined> => {
      const { harness, recover, stop } = await startBehind(fixture, caller, fault);
      try {
        const event = fixture.event(principalOf(fixture).request);
        const during = await harness.send(event, { remainingMs: shortMs });
        fixture.renders.failClosed(during.answer, {
          event,
          message: contractPolicy.messages?.failure ?? '',
          statusClaim: nameAt(fixture, 'claims_status'),
        });
        if (during.outcome.issued) return `${title}: a token was issued`;
        const secrets = Object.values(caller.secrets).map(({ current }) => current);
        if (secrets.some((secret) => harness.lines.join().includes(secret))) return `${title}: a secret is in the log`;
        await recover();
        const after = await harness.send(event);
        return hasStoredClaims(fixture, after.outcome) ? undefined : `${title}: does not recover`;
      } catch (error) {
        return `${title}: ${error instanceof Error ? error.message : error}`;
      } finally {
        await stop();
      }
    };

    it('denies in time, in its own words, and serves the first call after it', async () => {
      const found: (string | undefined)[] = [];
      for (const [title, fault] of Object.entries(httpFaults)) found.push(await problemUnder(title, fault));
      expect(found.filter((problem) => problem !== undefined)).toEqual([]);
    });
  });
});
