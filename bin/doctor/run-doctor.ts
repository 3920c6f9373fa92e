import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import { checkPolicy } from '../../lib/claims/check-policy.ts';
import { findRunningWorld } from '../../local/world-file.ts';
import type { OutputOptions } from '../frame/command.ts';
import { exitCodes, UsageError } from '../frame/command-error.ts';
import {
  type Configuration,
  type ConfigurationOptions,
  loadConfiguration,
  loadSourceConfigs,
  loadTargets,
  type Target,
} from '../frame/configuration.ts';
import { formatTable, printResult, styled } from '../frame/output.ts';
import { openStore, readStoreSettings, type StoreOptions } from '../frame/store-options.ts';
import { openSecretParameters, type SecretOptions } from '../secrets/parameter-store.ts';
import { type Check, ok, problem, skipped } from './check.ts';
import { checkKeySets } from './check-keys.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkTables } from './check-tables.ts';
import { checkTriggers, type TriggerCheckOptions } from './check-trigger.ts';
import { checkUrl } from './check-url.ts';
import { type ProbeServices, probeInstance } from './probe/probe-instance.ts';

export type DoctorOptions = ConfigurationOptions &
  StoreOptions &
  SecretOptions &
  TriggerCheckOptions &
  OutputOptions & {
    readonly url?: string;
    readonly hook?: readonly string[];
  };

const policyCheck = ({ policy }: Configuration, targets: readonly Target[], sources: readonly string[]): Check => {
  const errors = checkPolicy(policy, targets, sources).filter(({ severity }) => severity === 'error').length;
  return errors === 0
    ? ok('policy', 'claims.config.ts', `${Object.keys(policy.claims).length} claims at ${targets.length} instances`)
    : problem('policy', 'claims.config.ts', `${errors} errors`, 'claims check names them');
};

const chosen = (targets: readonly Target[], names: readonly string[] | undefined): readonly Target[] => {
  const unknown = names?.find((name) => targets.every(({ instance }) => instance !== name));
  if (unknown !== undefined) {
    throw new UsageError(
      `there is no hook instance "${unknown}"; there are: ${targets.map(({ instance }) => instance).join(', ')}`,
    );
  }
  return names === undefined ? targets : targets.filter(({ instance }) => names.includes(instance));
};

const chooseUrl = async ({ url }: DoctorOptions): Promise<string | undefined> => {
  if (url !== undefined && !/^https?:\/\/[^/]/.test(url)) {
    throw new UsageError(
      '--url is the address of the hooks, such as https://abc.execute-api.eu-central-1.amazonaws.com',
    );
  }
  const world = url === undefined && process.env['CLAIMS_LOCAL_WORLD'] ? await findRunningWorld() : undefined;
  return (url ?? world?.hooks)?.replace(/\/+$/, '');
};

const checkCalls = async (
  options: DoctorOptions,
  targets: readonly Target[],
  configuration: Configuration,
  services: ProbeServices,
): Promise<readonly Check[]> => {
  const url = await chooseUrl(options);
  if (url === undefined) {
    return [skipped('url', '-', 'no hook was called: say where they are with --url, or run npm start')];
  }
  const reached = await checkUrl(url);
  if (reached.some(({ area, state }) => area === 'url' && state === 'problem')) return reached;
  const probes: Check[] = [];
  for (const target of targets) probes.push(...(await probeInstance(url, target, configuration, services)));
  return [...reached, ...probes];
};

const examine = async (options: DoctorOptions): Promise<readonly Check[]> => {
  const configuration = await loadConfiguration(options);
  const all = await loadTargets(configuration.instances);
  const targets = chosen(all, options.hook);
  const sources = await loadSourceConfigs();
  const settings = readStoreSettings(options);
  const [tables, secrets, keys] = await Promise.all([
    checkTables(settings),
    checkSecrets(targets, sources, { open: () => openSecretParameters(options), stage: options.stage }),
    checkKeySets(targets),
  ]);
  const readable = tables.every(({ state }) => state !== 'problem');
  const reader = readable ? await openStore(options) : createMemoryAttributeStore();
  const calls = await checkCalls(options, targets, configuration, { reader, secrets: secrets.secrets });
  return [
    policyCheck(
      configuration,
      all,
      sources.map(({ name }) => name),
    ),
    ...tables,
    ...secrets.checks,
    ...keys,
    ...(await checkTriggers(targets, options, settings.endpoint !== undefined)),
    ...calls,
  ];
};

const marks = { ok: 'green', problem: 'red', skipped: 'dim' } as const;

const doctorText = (checks: readonly Check[]): string => {
  const problems = checks.filter(({ state }) => state === 'problem');
  return [
    formatTable(
      ['STATE', 'CHECK', 'ABOUT', 'FOUND'],
      checks.map(({ state, area, about, detail }) => [styled(marks[state], state), area, about, detail]),
    ),
    ...problems.map(({ area, about, detail, remedy }) => `${area} ${about}: ${detail}\n  what to do: ${remedy}`),
    problems.length === 0
      ? 'Nothing is wrong.'
      : `${problems.length} of ${checks.length} checks found something wrong.`,
  ].join('\n\n');
};

/** Looks at everything that an environment is made of; exit code 1 when something is wrong. */
export const doctor = async (options: DoctorOptions): Promise<void> => {
  const checks = await examine(options);
  const problems = checks.filter(({ state }) => state === 'problem').length;
  if (problems > 0) process.exitCode = exitCodes.refused;
  printResult(options, { problems, checks }, () => doctorText(checks));
};
