import { explainTokenRequest } from '../../lib/administration/explain.ts';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import type { Item } from '../../lib/attributes/item.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { chooseTarget } from '../frame/choose-target.ts';
import type { OutputOptions } from '../frame/command.ts';
import { exitCodes } from '../frame/command-error.ts';
import { type ConfigurationOptions, loadConfiguration, type Target } from '../frame/configuration.ts';
import { formatTable, printResult } from '../frame/output.ts';
import { startProgress } from '../frame/progress.ts';
import { openStore, type StoreOptions } from '../frame/store-options.ts';
import type { SecretOptions } from '../secrets/parameter-store.ts';
import { readItems } from '../transfer/item-source.ts';
import { scanItems } from '../transfer/scan-items.ts';
import { type DecisionDifference, diffDecisions } from './diff-decisions.ts';
import { differenceJson, formatDifference } from './difference-text.ts';
import { explainAll } from './explain-all.ts';
import { explanationJson } from './explanation-json.ts';
import { formatExplanation } from './explanation-text.ts';
import { openSources } from './open-sources.ts';
import { changeIncoming, type RequestFlags, readIncoming } from './read-incoming.ts';
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
    incoming: changeIncoming(incoming, variant.request),
    reader,
    sources,
  });
  const difference = diffDecisions(explanation.decision, other.decision);
  printResult(options, differenceJson(difference, options), () => formatDifference(difference, options));
};

const compareAll = async (options: ExplainCommandOptions, setting: Setting, variant: Variant): Promise<void> => {
  const changes: Change[] = [];
  const progress = startProgress('compared');
  const incoming = await readIncoming({ subject: 'everybody', ...options }, setting.target);
  const result = await explainAll({
    ...setting,
    variant,
    incoming,
    sources: await openSources(options),
    items: await openItems(options, setting.policy),
    onSubject: (done, changed) => progress.update(done, { changed }),
    onChanged: (subject, difference) => changes.push({ subject, difference }),
  });
  progress.stop();
  if (result.changed > 0) {
    process.exitCode = exitCodes.refused;
  }
  printResult(
    options,
    {
      ...result,
      counts: countChanges(changes),
      changes: changes.map(({ subject, difference }) => ({ subject, ...differenceJson(difference, options) })),
    },
    () =>
      [
        ...(changes.length === 0 ? [] : [formatChanges(changes)]),
        `${result.changed} of ${result.subjects} subjects get other tokens.`,
      ].join('\n\n'),
  );
};

type Change = { readonly subject: string; readonly difference: DecisionDifference };

/** A terminal shows so many subjects; JSON has them all. */
const longestList = 100;

const formatChanges = (changes: readonly Change[]): string =>
  [
    formatTable(
      ['SUBJECT', 'CHANGES'],
      changes.slice(0, longestList).map(({ subject, difference }) => [subject, describeChanges(difference).join(', ')]),
    ),
    ...(changes.length > longestList ? [`... and ${changes.length - longestList} more (--json lists all)`] : []),
    formatTable(
      ['CHANGE', 'SUBJECTS'],
      Object.entries(countChanges(changes)).map(([change, count]) => [change, String(count)]),
    ),
  ].join('\n\n');

const describeChanges = ({ outcome, claims }: DecisionDifference): readonly string[] => [
  ...(outcome === undefined ? [] : [`${outcome.before} becomes ${outcome.after}`]),
  ...claims
    .filter(({ change }) => change !== 'reason')
    .map(({ change, claim, token }) => `${change} ${claim} in ${token}`),
];

const countChanges = (changes: readonly Change[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const change of changes.flatMap(({ difference }) => describeChanges(difference))) {
    counts.set(change, (counts.get(change) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
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
