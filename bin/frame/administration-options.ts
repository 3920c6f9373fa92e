import { appendFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Administration } from '../../lib/administration/administration.ts';
import { UsageError } from './command-error.ts';
import {
  type Configuration,
  type ConfigurationOptions,
  loadConfiguration,
  loadHooks,
  realmsOf,
  withConfigurationOptions,
} from './configuration.ts';
import { openStore, type StoreOptions, withStoreOptions } from './store-options.ts';

/** How the commands that read and change items reach them: DynamoDB directly, or the admin API. */
export type AdministrationOptions = ConfigurationOptions &
  StoreOptions & {
    readonly realm?: string | undefined;
    readonly api?: string | undefined;
    readonly by?: string | undefined;
    readonly auditLog?: string | undefined;
  };

/** The part of the administration that the command line uses; the API answers the same. */
export type AdministrationDoor = Pick<
  Administration,
  | 'read'
  | 'findUsers'
  | 'list'
  | 'create'
  | 'replace'
  | 'addGroup'
  | 'removeGroup'
  | 'setBlocked'
  | 'setMode'
  | 'delete'
  | 'revoke'
  | 'forget'
  | 'history'
  | 'putBack'
  | 'groupMembers'
  | 'organizationMembers'
>;

export type OpenAdministration = {
  readonly door: AdministrationDoor;
  readonly configuration: Configuration;
  /** The realm that the command is about. */
  readonly realm: string;
  /** Who writes, for history and audit. */
  readonly by: string;
};

export const withAdministrationOptions = (command: Command): Command =>
  withStoreOptions(withConfigurationOptions(command))
    .option('--realm <realm>', 'whose users, groups, ... (default: CLAIMS_REALM, or the only realm there is)')
    .option('--api <url>', 'go through the admin API; its token comes from CLAIMS_API_TOKEN')
    .option('--by <name>', 'who changes it, for history and audit (default: CLAIMS_BY, or your login name)')
    .option(
      '--audit-log <file>',
      'append a line per change (names and versions, no values; default: CLAIMS_AUDIT_LOG)',
    );

export const openAdministration = async (options: AdministrationOptions): Promise<OpenAdministration> => {
  const configuration = await loadConfiguration(options);
  return {
    configuration,
    realm: chooseRealm(configuration, options),
    by: writerName(options),
    door: await openDoor(configuration, options),
  };
};

/** The administration itself, or the API that stands for it. */
export const openDoor = async (
  configuration: Configuration,
  options: AdministrationOptions,
): Promise<AdministrationDoor> => {
  if (options.api !== undefined) {
    const { createApiDoor } = await import('../administration/api-door.ts');
    return createApiDoor(options.api, process.env['CLAIMS_API_TOKEN']);
  }
  const [{ createAdministration }, store, hooks] = await Promise.all([
    import('../../lib/administration/administration.ts'),
    openStore(options),
    loadHooks(),
  ]);
  const auditLog = options.auditLog ?? process.env['CLAIMS_AUDIT_LOG'];
  return createAdministration({
    ...configuration,
    store,
    hooks,
    record: (record) => {
      if (auditLog !== undefined) {
        appendFileSync(auditLog, `${JSON.stringify({ timestamp: new Date().toISOString(), ...record })}\n`);
      }
    },
  });
};

/** Who writes, for history and audit. */
export const writerName = ({ by }: Pick<AdministrationOptions, 'by'>): string =>
  by ?? (process.env['CLAIMS_BY'] || `cli:${userInfo().username}`);

/** @throws UsageError when there are several realms and none is named */
export const chooseRealm = (
  { instances }: Pick<Configuration, 'instances'>,
  options: Pick<AdministrationOptions, 'realm'>,
): string => {
  const realms = realmsOf(instances);
  const named = options.realm ?? (process.env['CLAIMS_REALM'] || undefined);
  if (named !== undefined) {
    if (!realms.includes(named)) {
      throw new UsageError(`no hook instance has the realm "${named}"; there are: ${realms.join(', ')}`);
    }
    return named;
  }
  const [only, another] = realms;
  if (only === undefined || another !== undefined) {
    throw new UsageError(`say which realm with --realm: ${realms.join(', ')}`);
  }
  return only;
};
