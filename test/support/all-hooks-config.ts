import type { HookInstance } from '../../lib/hook-instance.ts';
import { hookFixtures } from './hooks/index.ts';

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
      proof: 'secret' in proof ? { ...proof, secret: name } : proof,
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
