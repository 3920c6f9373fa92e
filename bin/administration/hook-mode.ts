import { ItemNotFoundError } from '../../lib/administration/errors.ts';
import type { ModeOverride } from '../../lib/attributes/item.ts';
import type { HookMode } from '../../lib/hook-instance.ts';
import {
  type AdministrationDoor,
  type AdministrationOptions,
  openAdministration,
} from '../frame/administration-options.ts';
import type { OutputOptions } from '../frame/command.ts';
import { UsageError } from '../frame/command-error.ts';
import { loadConfiguration, realmsOf } from '../frame/configuration.ts';
import { formatTable, printResult } from '../frame/output.ts';

export type HookModeOptions = AdministrationOptions &
  OutputOptions & {
    readonly share?: number | undefined;
    readonly client?: readonly string[] | undefined;
    readonly clear?: boolean | undefined;
  };

const modes: readonly HookMode[] = ['enforce', 'observe', 'off'];

/** Lists the hook instances with the mode of the configuration and the override of the store. */
export const listHooks = async (options: AdministrationOptions & OutputOptions): Promise<void> => {
  const { door, configuration } = await openForHooks(options);
  const hooks = await Promise.all(
    Object.entries(configuration.instances).map(async ([instance, { hook, realm, mode }]) => ({
      instance,
      hook,
      realm,
      mode,
      override: await readOverride(door, instance),
    })),
  );
  printResult(options, hooks, () =>
    formatTable(
      ['INSTANCE', 'HOOK', 'REALM', 'MODE', 'OVERRIDE'],
      hooks.map(({ instance, hook, realm, mode, override }) => [instance, hook, realm, mode, describe(override, mode)]),
    ),
  );
};

/** Shows, sets or clears the override of one instance. */
export const hookMode = async (instance: string, mode: string | undefined, options: HookModeOptions): Promise<void> => {
  const { door, configuration, by } = await openForHooks(options);
  const configured = configuration.instances[instance]?.mode;
  if (configured === undefined) {
    throw new UsageError(
      `there is no hook instance "${instance}"; there are: ${Object.keys(configuration.instances).join(', ')}`,
    );
  }
  const key = { kind: 'hook', instance } as const;
  if (mode !== undefined || options.clear === true) {
    await door.setMode(key, options.clear === true ? undefined : toOverride(mode, options), { by });
  }
  const override = await readOverride(door, instance);
  printResult(options, { instance, configured, override }, () =>
    override === undefined
      ? `${instance}: ${configured} (hooks.config.ts), no override`
      : `${instance}: ${describe(override, configured)} (override); elsewhere ${configured} (hooks.config.ts)`,
  );
};

const toOverride = (mode: string | undefined, { share, client }: HookModeOptions): ModeOverride => {
  const known = modes.find((candidate) => candidate === mode);
  if (known === undefined) {
    throw new UsageError(`"${mode}" is no mode; there are: ${modes.join(', ')}`);
  }
  if (share !== undefined && share > 100) {
    throw new UsageError('--share is a percentage: 0 to 100');
  }
  return {
    mode: known,
    ...(share === undefined ? {} : { share }),
    ...(client === undefined ? {} : { clients: client }),
  };
};

/** Hooks belong to no realm: any one will do for opening the administration. */
const openForHooks = async (options: AdministrationOptions) => {
  const { instances } = await loadConfiguration(options);
  return openAdministration({ ...options, realm: options.realm ?? realmsOf(instances)[0] });
};

const readOverride = async (door: AdministrationDoor, instance: string): Promise<ModeOverride | undefined> => {
  try {
    const item = await door.read({ kind: 'hook', instance });
    return item.deleted ? undefined : item.mode;
  } catch (error) {
    if (error instanceof ItemNotFoundError) {
      return undefined;
    }
    throw error;
  }
};

const describe = (override: ModeOverride | undefined, configured: HookMode): string =>
  override === undefined
    ? ''
    : [
        override.mode,
        ...(override.share === undefined ? [] : [`for ${override.share} % of the subjects`]),
        ...(override.clients === undefined ? [] : [`for the clients ${override.clients.join(', ')}`]),
        ...(configured === 'off' ? ['without effect: hooks.config.ts says off'] : []),
      ].join(' ');
