import type { HookInstance, Proof } from '../../lib/hook-instance.ts';
import { hookFixtures } from './hooks/index.ts';

/** No two instances share a secret or a user pool: Cognito's wire versions are called by the same one in the fixtures. */
const ownProof = (proof: Proof, name: string, others: readonly HookInstance[]): Proof => {
  if ('secret' in proof) return { ...proof, secret: name };
  if (proof.kind !== 'user-pools') return proof;
  const taken = others.flatMap((other) => (other.proof.kind === 'user-pools' ? other.proof.userPoolIds : []));
  const free = proof.userPoolIds.filter((pool) => !taken.includes(pool));
  return { ...proof, userPoolIds: free.length > 0 ? free : [`eu-central-1_${name.replaceAll('-', '')}`] };
};

/** An instance of every token hook there is, with a proof of the kind that its IdP gives. */
export const allHookInstances = async (): Promise<Readonly<Record<string, HookInstance>>> => {
  const instances: Record<string, HookInstance> = {};
  for (const { hook, caller, settings } of hookFixtures) {
    const name = hook.name.replaceAll('/', '-');
    if (instances[name]) continue;
    const { proof, close } = await caller();
    await close?.();
    instances[name] = {
      hook: hook.name,
      realm: 'main',
      proof: ownProof(proof, name, Object.values(instances)),
      scopes: { from: 'granted' },
      groups: 'both',
      onFailure: 'deny',
      mode: 'enforce',
      ...settings,
    };
  }
  return instances;
};

/** The text of a hooks.config.ts with these instances. */
export const hooksConfigText = (instances: Readonly<Record<string, HookInstance>>): string =>
  `export default ${JSON.stringify(instances, undefined, 2)};\n`;
