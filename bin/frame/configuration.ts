import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { HookInstance, HookInstances } from '../../lib/hook-instance.ts';
import type { AttributeSourceConfig } from '../../lib/sources/source-config.ts';
import type { TokenHook } from '../../lib/token-hook.ts';
import { UsageError } from './command-error.ts';

export type ConfigurationOptions = { readonly policy?: string | undefined; readonly hooks?: string | undefined };

/** What the adopter configured: the claims policy and the hook instances. */
export type Configuration = { readonly policy: ClaimsPolicy; readonly instances: HookInstances };

/** A hook instance together with the hook that it configures. */
export type Target = { readonly instance: string; readonly instanceConfig: HookInstance; readonly hook: TokenHook };

export const withConfigurationOptions = (command: Command): Command =>
  command
    .option('--policy <file>', 'the claims policy (default: claims.config.ts)')
    .option('--hooks <file>', 'the hook instances (default: hooks.config.ts)');

export const loadConfiguration = async (options: ConfigurationOptions): Promise<Configuration> => ({
  policy: await loadPolicy(options.policy),
  instances: await loadInstances(options.hooks),
});

export const loadPolicy = async (file?: string): Promise<ClaimsPolicy> => {
  const loaded = await loadDefaultExport(file, 'claims.config.ts', '--policy');
  if (!isPolicy(loaded.value)) {
    throw new UsageError(`${loaded.path} exports no claims policy: end it with "export default defineClaims({ ... })"`);
  }
  return loaded.value;
};

export const loadInstances = async (file?: string): Promise<HookInstances> => {
  const loaded = await loadDefaultExport(file, 'hooks.config.ts', '--hooks');
  if (!isInstances(loaded.value)) {
    throw new UsageError(
      `${loaded.path} exports no hook instances: each needs at least "hook" (a name such as auth0/post-login) and "realm"`,
    );
  }
  return loaded.value;
};

/** Every token hook that the product has, by name. */
export const loadHooks = async (): Promise<Readonly<Record<string, TokenHook>>> => {
  const { hooks } = await import('../../functions/hooks.ts');
  return hooks;
};

/** The enabled hook instances (`mode: 'off'` is enabled too: it can be switched on without a deployment). */
export const loadTargets = async (instances: HookInstances): Promise<readonly Target[]> => {
  const hooks = await loadHooks();
  return Object.entries(instances).map(([instance, instanceConfig]) => {
    const hook = hooks[instanceConfig.hook];
    if (hook === undefined) {
      throw new UsageError(
        `the hook instance "${instance}" names the unknown hook "${instanceConfig.hook}"; there are: ${Object.keys(hooks).join(', ')}`,
      );
    }
    return { instance, instanceConfig, hook };
  });
};

/** The realms that the hook instances name, each once, in the order of the file. */
export const realmsOf = (instances: HookInstances): readonly string[] => [
  ...new Set(Object.values(instances).map(({ realm }) => realm)),
];

/** The additional sources, beside the product or where the command is called. */
export const loadSourceConfigs = async (file?: string): Promise<readonly AttributeSourceConfig[]> => {
  const loaded = await loadDefaultExport(file, 'sources.config.ts', '--sources');
  if (!isSources(loaded.value)) {
    throw new UsageError(`${loaded.path} exports no sources: end it with "export default defineSources([ ... ])"`);
  }
  return loaded.value;
};

const loadDefaultExport = async (
  file: string | undefined,
  standard: string,
  option: string,
): Promise<{ path: string; value: unknown }> => {
  const path = file === undefined ? standardPath(standard) : resolve(file);
  if (!existsSync(path)) {
    throw new UsageError(`there is no file ${path}; name another one with ${option}`);
  }
  try {
    const module: { default?: unknown } = await import(pathToFileURL(path).href);
    return { path, value: module.default };
  } catch (error) {
    throw new UsageError(`${path} does not load: ${firstLine(error)}`, { cause: error });
  }
};

/** The file where the command is called, else the one beside the product. */
const standardPath = (name: string): string => {
  const here = resolve(name);
  return existsSync(here) ? here : fileURLToPath(new URL(`../../${name}`, import.meta.url));
};

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPolicy = (value: unknown): value is ClaimsPolicy =>
  isRecord(value) && isRecord(value['claims']) && isRecord(value['scopes']) && 'namespace' in value;

const isInstances = (value: unknown): value is HookInstances =>
  isRecord(value) &&
  Object.values(value).every(
    (instance) => isRecord(instance) && typeof instance['hook'] === 'string' && typeof instance['realm'] === 'string',
  );

const isSources = (value: unknown): value is readonly AttributeSourceConfig[] =>
  Array.isArray(value) && value.every((source) => isRecord(source) && typeof source['name'] === 'string');
