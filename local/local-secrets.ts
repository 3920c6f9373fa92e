import { randomBytes } from 'node:crypto';
import type { HookInstances } from '../lib/hook-instance.ts';
import { activeValues } from '../lib/secrets/secret-value.ts';
import type { LocalParameterStore } from './parameter-store.ts';

export const secretsPath = '/custom-claims/local/hooks';
const machineSecretName = '/custom-claims/local/idp/stock-sync';

const newSecret = (kind: string): string =>
  kind === 'standard-webhooks' ? `whsec_${randomBytes(32).toString('base64')}` : randomBytes(32).toString('base64url');

/** Makes the secrets that are not there yet: one for each hook instance that has one, one for the machine client. */
export const ensureSecrets = (store: LocalParameterStore, instances: HookInstances): void => {
  for (const { proof } of Object.values(instances)) {
    if (!('secret' in proof)) continue;
    const name = `${secretsPath}/${proof.secret}`;
    if (!store.parameters.has(name)) store.put(name, JSON.stringify({ current: newSecret(proof.kind) }));
  }
  if (!store.parameters.has(machineSecretName)) store.put(machineSecretName, newSecret('client'));
};

/** The value in use of a hook's secret, as somebody pastes it into the identity provider; empty: no instance has one. */
export const secretForHook = (store: LocalParameterStore, instances: HookInstances, hook: string): string => {
  const proof = Object.values(instances).find((instance) => instance.hook === hook)?.proof;
  const stored = proof && 'secret' in proof ? store.parameters.get(`${secretsPath}/${proof.secret}`) : undefined;
  return activeValues(stored ?? '')?.[0] ?? '';
};

export const machineSecret = (store: LocalParameterStore): string => store.parameters.get(machineSecretName) ?? '';
