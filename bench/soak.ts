import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import policy from '../claims.config.ts';
import { cognitoPreTokenGenerationV2 } from '../functions/cognito/pre-token-generation-v2.ts';
import { createMemoryAttributeStore } from '../lib/attributes/memory-attribute-store.ts';
import { triggerHookHandler } from '../lib/lambda/trigger-hook-handler.ts';
import { lambdaContext } from '../test/support/lambda-context.ts';

/*
 * `npm run bench:soak [-- decisions]`: that many decisions in one process, through the real entry, each for another
 * person and each with other groups. Fails when the heap keeps growing.
 */

const decisions = Number(process.argv[2] ?? 200_000);
const rounds = 10;
/** MiB between the second round, when everything is warm, and the last. */
const allowedGrowth = 5;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

const event = JSON.parse(
  readFileSync(new URL('../test/fixtures/events/cognito/v2-authentication.json', import.meta.url), 'utf8'),
);
const store = createMemoryAttributeStore({ groupCacheSeconds: 5 });
for (let index = 0; index < 5000; index += 1) {
  const key = { kind: 'group', realm: 'soak', name: `group-${index}` } as const;
  await store.put(key, { attributes: { feature_flags: [`flag-${index}`] } }, { by: 'soak', expectedVersion: 0 });
}
let answered = 0;
const handler = await triggerHookHandler({
  pick: () => cognitoPreTokenGenerationV2,
  policy,
  instances: {
    soak: {
      hook: 'cognito/pre-token-generation-v2',
      realm: 'soak',
      proof: { kind: 'user-pools', userPoolIds: [event.userPoolId] },
      scopes: { from: 'granted' },
      groups: 'both',
      subject: 'sub',
      onFailure: 'deny',
      mode: 'enforce',
    },
  },
  overrides: { reader: store, write: () => (answered += 1) },
});

const heaps: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  for (let index = 0; index < decisions / rounds; index += 1) {
    const number = round * (decisions / rounds) + index;
    const { request } = event;
    const groupsToOverride = [`group-${number % 5000}`, `group-${(number * 7) % 5000}`];
    await handler(
      {
        ...event,
        request: {
          ...request,
          userAttributes: { ...request.userAttributes, sub: `soak-${number}` },
          groupConfiguration: { ...request.groupConfiguration, groupsToOverride },
        },
      },
      lambdaContext(),
    );
  }
  heaps.push(heap());
  process.stdout.write(
    `${Math.round(((round + 1) * decisions) / rounds)} decisions, heap ${heaps.at(-1)?.toFixed(1)} MiB\n`,
  );
}

const growth = (heaps.at(-1) ?? 0) - (heaps[1] ?? 0);
process.stdout.write(
  `heap grew by ${growth.toFixed(1)} MiB from the second round to the last (${allowedGrowth} allowed)\n`,
);
if (growth > allowedGrowth || answered !== decisions) {
  process.stderr.write(
    answered === decisions
      ? 'The heap keeps growing.\n'
      : `Only ${answered} of ${decisions} decisions were recorded.\n`,
  );
  process.exitCode = 1;
}
