import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { WorldFacts } from './world.ts';

const file = fileURLToPath(new URL('../.local/world.json', import.meta.url));

const worldFacts = z.object({
  hooks: z.url(),
  issuer: z.url(),
  dynamodb: z.url(),
  parameterStore: z.url(),
  environment: z.record(z.string(), z.string()),
  machineSecret: z.string(),
});

/** Leaves word of the running world, for `npm run demo` and the `claims` command; readable for its owner only. */
export const writeWorldFile = (facts: WorldFacts): void => {
  mkdirSync(new URL('.', import.meta.url.replace('/local/', '/.local/')), { recursive: true });
  writeFileSync(file, JSON.stringify(facts, null, 2), { mode: 0o600 });
};

export const removeWorldFile = (): void => rmSync(file, { force: true });

/** The world that `npm start` runs at the moment, if it answers. */
export const findRunningWorld = async (): Promise<WorldFacts | undefined> => {
  try {
    const facts = worldFacts.parse(JSON.parse(readFileSync(file, 'utf8')));
    const health = await fetch(`${facts.hooks}/health`, { signal: AbortSignal.timeout(2000) });
    return health.ok ? facts : undefined;
  } catch {
    return undefined;
  }
};
