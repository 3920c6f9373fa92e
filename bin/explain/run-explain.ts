import { once } from 'node:events';
import { requestFactsOf } from '../../functions/request-facts.ts';
import { explainTokenRequest } from '../../lib/administration/explain.ts';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import type { Item } from '../../lib/attributes/item.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { chooseTarget } from '../frame/choose-target.ts';
import type { OutputOptions } from '../frame/command.ts';
import { exitCodes } from '../frame/command-error.ts';
import { type ConfigurationOptions, loadConfiguration, type Target } from '../frame/configuration.ts';
import { prefersJson, printResult } from '../frame/output.ts';
import { startProgress } from '../frame/progress.ts';
import { openStore, type StoreOptions } from '../frame/store-options.ts';
import type { SecretOptions } from '../secrets/parameter-store.ts';
import { readItems } from '../transfer/item-source.ts';
import { scanItems } from '../transfer/scan-items.ts';
import { jsonReport, textReport } from './all-reports.ts';
import { diffDecisions } from './diff-decisions.ts';
import { differenceJson, formatDifference } from './difference-text.ts';
import { explainAll } from './explain-all.ts';
import { explanationJson } from './explanation-json.ts';
import { formatExplanation } from './explanation-text.ts';
import { openSources } from './open-sources.ts';
import { changeIncoming, type RequestFlags, readIncoming, refuseBeside } from './read-incoming.ts';
import { readVariant, type Variant } from './variant.ts';

export type ExplainCommandOptions = OutputOptions &
  ConfigurationOptions &
  StoreOptions &
  SecretOptions &
  RequestFlags & {
    readonly sources: boolean;
    readonly instance?: string | undefined;
    readonly hook?: string | undefined;
    readonly realm?: string | undefined;
    readonly items?: string | undefined;
    readonly values: boolean;
    readonly diff?: readonly string[] | undefined;
    readonly all?: boolean | undefined;
  };

type Setting = { readonly target: Target; readonly policy: ClaimsPolicy };

/** `claims explain`, of one request, of a comparison, or of a comparison for everybody. */
export const explain = async (options: ExplainCommandOptions): Promise<void> => {
  const configuration = await loadConfiguration(options);
  const { policy } = configuration;
  const setting = { target: await chooseTarget(configuration, options), policy };
  const variant = options.diff && (await readVariant(options.diff, policy));
  if (variant !== undefined && options.all === true) {
    return compareAll(options, setting, variant);
  }
  const incoming = await readIncoming(options, setting.target);
  const reader = await openReader(options, policy);
  const sources = await openSources(options);
  const explanation = await explainTokenRequest({ ...setting.target, policy, incoming, reader, sources });
  if (variant === undefined) {
    return printResult(options, explanationJson(explanation, options), () => formatExplanation(explanation, options));
  }
  const other = await explainTokenRequest({
    ...setting.target,
    policy: variant.policy,
    incoming: changeIncoming(incoming, variant.request, setting.target),
    reader,
    sources,
  });
  const difference = diffDecisions(explanation.decision, other.decision);
  printResult(options, differenceJson(difference, options), () => formatDifference(difference, options));
};

const compareAll = async (options: ExplainCommandOptions, setting: Setting, variant: Variant): Promise<void> => {
  const stand = everybody(options, setting.target);
  refuseBeside('--all goes through every stored subject', {
    '--subject': options.subject,
    '--client': stand.client && options.client,
  });
  refuseBeside('--all compares each subject with itself', { '--diff subject=ID': variant.request.subject });
  const incoming = await readIncoming({ ...options, ...stand }, setting.target);
  const sources = await openSources(options);
  const items = await openItems(options, setting.policy);
  const report = prefersJson(options) ? jsonReport(options, writeOut) : textReport(writeOut);
  const progress = startProgress('compared');
  const result = await explainAll({
    ...setting,
    variant,
    incoming,
    sources,
    items,
    onSubject: ({ subjects, changed, failed }) => progress.update(subjects, { changed, failed }),
    onChanged: report.changed,
    onFailed: report.failed,
  }).finally(() => progress.stop());
  if (result.changed > 0 || result.failed > 0) {
    process.exitCode = exitCodes.refused;
  }
  await report.end(result);
};

/** Who stands for each subject in turn; a machine is its own client, and an event has somebody in it already. */
const everybody = (
  { event, grantType }: RequestFlags,
  { hook }: Target,
): { readonly subject?: string; readonly client?: string } => {
  if (event !== undefined) return {};
  const machines = (grantType ?? requestFactsOf(hook.name).grantTypes?.[0]) === 'client_credentials';
  return machines ? { client: 'everybody' } : { subject: 'everybody' };
};

/** Waits for a reader that is slower than we are, lest everything gathers in memory. */
const writeOut = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
};

const openReader = async (
  options: Pick<ExplainCommandOptions, 'items'> & StoreOptions,
  policy: ClaimsPolicy,
): Promise<AttributeReader> =>
  options.items === undefined
    ? openStore(options)
    : createMemoryAttributeStore({ items: await Array.fromAsync(readItems(options.items, policy)) });

const openItems = async (
  { items, ...options }: Pick<ExplainCommandOptions, 'items'> & StoreOptions,
  policy: ClaimsPolicy,
): Promise<() => AsyncIterable<Item>> => {
  if (items !== undefined) {
    return () => readItems(items, policy);
  }
  const store = await openStore(options);
  return () => scanItems(store);
};
