import type { HookInstance } from '../hook-instance.ts';
import type { TokenHook } from '../token-hook.ts';
import { InvalidRequestError } from './errors.ts';
import type { Services } from './services.ts';

/** A hook instance with its configuration and its hook: what a decision is made for. */
export type Target = { readonly instance: string; readonly instanceConfig: HookInstance; readonly hook: TokenHook };

type Registry = Pick<Services, 'instances' | 'hooks'>;

/** @throws InvalidRequestError when there is no such instance, or its hook is not in the registry */
export const findTarget = ({ instances, hooks }: Registry, instance: string): Target => {
  const instanceConfig = Object.hasOwn(instances, instance) ? instances[instance] : undefined;
  const hook = instanceConfig && Object.hasOwn(hooks, instanceConfig.hook) ? hooks[instanceConfig.hook] : undefined;
  if (!instanceConfig || !hook) {
    throw new InvalidRequestError(
      `There is no hook instance "${instance}". hooks.config.ts has: ${Object.keys(instances).join(', ')}.`,
    );
  }
  return { instance, instanceConfig, hook };
};

/** Every hook instance whose hook is in the registry. */
export const allTargets = (registry: Registry): readonly Target[] =>
  Object.entries(registry.instances)
    .filter(([, { hook }]) => Object.hasOwn(registry.hooks, hook))
    .map(([instance]) => findTarget(registry, instance));
