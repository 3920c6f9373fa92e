import { MissingSecretError } from '../errors.ts';
import type { Secrets } from './secrets.ts';

/** Secrets that are given at the start and never change; for instances whose proof needs none, and for tests. */
export const staticSecrets = (values: Readonly<Record<string, readonly string[]>>): Secrets => ({
  get: async (name) => {
    const found = Object.hasOwn(values, name) ? values[name] : undefined;
    if (!found) throw new MissingSecretError(`There is no secret "${name}".`);
    return found;
  },
  refresh: async () => false,
});
