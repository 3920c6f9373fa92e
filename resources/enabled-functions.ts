import policy from '../claims.config.ts';
import { type HookName, hooks } from '../functions/hooks.ts';
import configuredInstances from '../hooks.config.ts';
import { InvalidConfigurationError } from '../lib/errors.ts';
import type { HookInstance, HookInstances } from '../lib/hook-instance.ts';
import { sourceSecretNames } from '../lib/sources/attribute-sources.ts';
import type { TokenHook } from '../lib/token-hook.ts';
import sources from '../sources.config.ts';
import { type FunctionFragment, readFragments } from './function-fragment.ts';

/** A hook's function and the instances that it serves. */
export type HookFunction = {
  readonly name: string;
  readonly fragment: FunctionFragment;
  readonly hooks: readonly TokenHook[];
  readonly instances: HookInstances;
  /** The names of the secrets that it reads: of its callers' proofs, and of the additional attribute sources. */
  readonly secrets: readonly string[];
  /** It may put an item for a subject that has none. */
  readonly creates: boolean;
};

export const cognitoFunctionName = 'cognito-pre-token-generation';

/** One function serves all wire versions of Cognito's trigger; every other hook has its own. */
const functionOf = (hook: string): string =>
  hook.startsWith('cognito/pre-token-generation-') ? cognitoFunctionName : hook.replaceAll('/', '-');

/** What Cognito's function records where the event is of none of its versions. */
const unknownVersion = 'cognito/unknown-version';

/** Every name under which a function records what it did: an event of Cognito's says itself of which version it is. */
export const hookNamesOf = (functionName: string): readonly string[] => {
  const names = Object.keys(hooks).filter((hook) => functionOf(hook) === functionName);
  return names.length > 1 ? [...names, unknownVersion] : names;
};

/** What nothing here could go on with; `claims check`, which packaging runs next, looks at all the rest. */
const assertUsable = (name: string, { hook, proof }: { readonly hook: string; readonly proof?: unknown }): void => {
  if (!Object.hasOwn(hooks, hook)) {
    throw new InvalidConfigurationError(
      `hooks.config.ts: the instance "${name}" names the unknown hook "${hook}"; there are: ${Object.keys(hooks).join(', ')}.`,
    );
  }
  if (typeof proof !== 'object' || proof === null) {
    throw new InvalidConfigurationError(
      `hooks.config.ts: the instance "${name}" has no proof; "npm run claims -- check" says what is expected.`,
    );
  }
};

const groupByFunction = (instances: HookInstances<HookName>) => {
  const groups = new Map<string, (readonly [string, HookInstance<HookName>])[]>();
  for (const entry of Object.entries(instances)) {
    assertUsable(...entry);
    const name = functionOf(entry[1].hook);
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return groups;
};

/** Cognito's (resource policy) and Entra's (key set) callers prove themselves without a secret of ours. */
const secretNames = (instances: readonly HookInstance[]): readonly string[] => [
  ...new Set([
    ...instances.flatMap(({ proof }) => ('secret' in proof ? [proof.secret] : [])),
    ...sourceSecretNames(sources),
  ]),
];

/**
 * The functions of the hooks that `hooks.config.ts` has an instance of; a hook without one is not deployed.
 * An instance that is `off` keeps its function: the IdP still calls it, and it answers that nothing changes.
 */
export const enabledHookFunctions = (
  instances: HookInstances<HookName> = configuredInstances,
  unknownSubject: string = policy.unknownSubject,
): readonly HookFunction[] =>
  [...groupByFunction(instances)].map(([name, served]) => {
    const servedHooks = [...new Set(served.map(([, { hook }]) => hook))].map((hook) => hooks[hook]);
    const idp = servedHooks[0]?.idp ?? name;
    const fragment = readFragments(idp)[name];
    if (fragment) {
      return {
        name,
        fragment,
        hooks: servedHooks,
        instances: Object.fromEntries(served),
        secrets: secretNames(served.map(([, instance]) => instance)),
        creates: unknownSubject === 'create',
      };
    }
    throw new InvalidConfigurationError(
      `hooks.config.ts enables "${name}", but functions/${idp}/functions.yml declares no such function. Declare it there, or take the instance out of hooks.config.ts.`,
    );
  });
