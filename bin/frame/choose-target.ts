import type { HookInstance } from '../../lib/hook-instance.ts';
import { UsageError } from './command-error.ts';
import { type Configuration, loadHooks, loadTargets, type Target } from './configuration.ts';

/**
 * The hook instance that a command is about: by its name, by its hook, or the only one there is. A hook that no
 * instance configures yet can be tried with `--hook` and `--realm`: granted scopes, groups from both sides.
 */
export const chooseTarget = async (
  { instances }: Configuration,
  options: {
    readonly instance?: string | undefined;
    readonly hook?: string | undefined;
    readonly realm?: string | undefined;
  },
): Promise<Target> => {
  const targets = await loadTargets(instances);
  if (options.instance !== undefined) {
    if ((options.hook ?? options.realm) !== undefined) {
      return fail('--instance says which hook and which realm: leave out --hook and --realm');
    }
    return (
      targets.find(({ instance }) => instance === options.instance) ??
      fail(`there is no hook instance "${options.instance}"; there are: ${namesOf(targets)}`)
    );
  }
  if (options.hook === undefined && options.realm !== undefined) {
    return fail('--realm is for a hook that no instance configures: say which with --hook, or name an --instance');
  }
  if (options.hook === undefined) {
    const [only, another] = targets;
    return only !== undefined && another === undefined
      ? only
      : fail(`say which hook instance with --instance: ${namesOf(targets)}`);
  }
  const hooks = await loadHooks();
  const hook = hooks[options.hook];
  if (hook === undefined) {
    return fail(`there is no hook "${options.hook}"; there are: ${Object.keys(hooks).join(', ')}`);
  }
  const configured = targets.find(({ instanceConfig }) => instanceConfig.hook === options.hook);
  if (
    configured !== undefined &&
    (options.realm ?? configured.instanceConfig.realm) === configured.instanceConfig.realm
  ) {
    return configured;
  }
  if (options.realm === undefined) {
    return fail(`no hook instance configures ${options.hook}: say whose items to read with --realm`);
  }
  return {
    instance: options.hook.replaceAll('/', '-'),
    instanceConfig: neutralInstance(options.hook, options.realm),
    hook,
  };
};

const neutralInstance = (hook: string, realm: string): HookInstance => ({
  hook,
  realm,
  proof: { kind: 'static-header', secret: 'none', header: 'none' },
  scopes: { from: 'granted' },
  groups: 'both',
  onFailure: 'deny',
  mode: 'enforce',
});

const namesOf = (targets: readonly Target[]): string => targets.map(({ instance }) => instance).join(', ');

const fail = (message: string): never => {
  throw new UsageError(message);
};
