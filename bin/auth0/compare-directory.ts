import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { expectedActions } from './deploy-directory.ts';

const action = z.object({
  code: z.string(),
  dependencies: z.array(z.unknown()).default([]),
  secrets: z.array(z.object({ name: z.string() })).default([]),
  supported_triggers: z.array(z.object({ id: z.string(), version: z.string() })),
});

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** An export of `auth0-deploy-cli` names the code from where it was started, our own from beside the description. */
const readCode = (directory: string, name: string, code: string): string | undefined =>
  read(resolve(directory, 'actions', name, code)) ?? read(join(directory, 'actions', name, 'code.js'));

/**
 * How the Actions in a directory of `auth0-deploy-cli` (made by us, or exported from a tenant) differ from those that
 * the tests ran; empty: not at all. Code is compared byte for byte.
 */
export const compareDirectory = (directory: string): readonly string[] =>
  expectedActions.flatMap(({ name, trigger, version, secrets, code }) => {
    const text = read(join(directory, 'actions', `${name}.json`));
    if (text === undefined) return [`${name}: the directory has no actions/${name}.json`];
    const { data } = action.safeParse(JSON.parse(text));
    if (!data) return [`${name}: actions/${name}.json does not describe an Action`];
    const names = new Set(data.secrets.map((secret) => secret.name));
    const missing = secrets.slice(0, 2).filter((secret) => !names.has(secret));
    return [
      ...(readCode(directory, name, data.code) === code
        ? []
        : [`${name}: its code is not actions/auth0/${trigger}.js`]),
      ...(data.supported_triggers.some((one) => one.id === trigger && one.version === version)
        ? []
        : [`${name}: it is not for the trigger ${trigger} ${version}`]),
      ...(data.dependencies.length === 0 ? [] : [`${name}: it has dependencies, ours has none`]),
      ...missing.map((secret) => `${name}: the secret ${secret} is not named`),
    ];
  });
