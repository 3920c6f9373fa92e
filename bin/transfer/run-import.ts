import { type AdministrationOptions, chooseRealm, openDoor, writerName } from '../frame/administration-options.ts';
import type { OutputOptions } from '../frame/command.ts';
import { exitCodes } from '../frame/command-error.ts';
import { type Configuration, loadConfiguration } from '../frame/configuration.ts';
import { printNote, printResult } from '../frame/output.ts';
import { startProgress } from '../frame/progress.ts';
import { openStore } from '../frame/store-options.ts';
import { createRefusals, formatImportSummary, type ImportSummary } from './import-report.ts';
import { type ImportSource, openImportSource, type SourceOptions } from './import-source.ts';
import {
  fingerprintImport,
  type ImportState,
  newCounts,
  readImportState,
  removeImportState,
  writeImportState,
} from './import-state.ts';
import { type Validation, validateRows } from './validate-rows.ts';
import { writeDynamoDBJson } from './write-dynamodb-json.ts';
import { apiTarget, type ExistingMode, type ImportTarget, storeTarget } from './write-row.ts';
import { writeRows } from './write-rows.ts';

export type ImportOptions = AdministrationOptions &
  OutputOptions &
  SourceOptions & {
    readonly dryRun?: boolean | undefined;
    readonly skipRefused?: boolean | undefined;
    readonly report?: string | undefined;
    readonly existing?: ExistingMode | undefined;
    readonly revive?: boolean | undefined;
    readonly concurrency: number;
    readonly state?: string | undefined;
    readonly restart?: boolean | undefined;
    readonly to?: string | undefined;
  };

/** `claims import`: checks everything, then writes, then says what was done. */
export const runImport = async (file: string, options: ImportOptions): Promise<void> => {
  const configuration = await loadConfiguration(options);
  const source = await openImportSource(file, options, {
    policy: configuration.policy,
    realm: () => chooseRealm(configuration, options),
  });
  try {
    const summary = await (options.dryRun === true || options.to !== undefined
      ? convert(source, configuration, options)
      : write(source, configuration, options));
    if (summary.refused > 0 || (summary.done ?? summary.rows) < summary.rows) {
      process.exitCode = exitCodes.refused;
    }
    printResult(options, summary, () => formatImportSummary(summary));
  } finally {
    await source.close();
  }
};

/** Dry runs and DynamoDB JSON: nothing of it touches a table. */
const convert = async (
  source: ImportSource,
  configuration: Configuration,
  options: ImportOptions,
): Promise<ImportSummary> => {
  const { validation, ...summary } = await validate(source, configuration, options);
  if (options.dryRun === true || options.to === undefined || (summary.refused > 0 && options.skipRefused !== true)) {
    return summary;
  }
  const written = await writeDynamoDBJson(options.to, source.rows(), {
    rules: configuration,
    refusedLines: validation.refusedLines,
    by: writerName(options),
  });
  return { ...summary, counts: { ...newCounts(), created: written } };
};

const write = async (
  source: ImportSource,
  configuration: Configuration,
  options: ImportOptions,
): Promise<ImportSummary> => {
  const existing = options.existing ?? (options.from === undefined ? 'replace' : 'merge');
  const stateFile = source.repeatable ? (options.state ?? `${source.file}.claims-import`) : undefined;
  const settings = [
    existing,
    options.from,
    options.realm,
    options.revive,
    options.skipRefused,
    options.table,
    options.api,
  ];
  const fingerprint = await fingerprintImport(source.files, settings.map(String));
  if (options.restart === true && stateFile !== undefined) {
    removeImportState(stateFile);
  }
  const earlier = stateFile === undefined ? undefined : readImportState(stateFile, fingerprint);
  const target = await openTarget(configuration, options);
  if (earlier !== undefined) {
    printNote(`Going on after ${earlier.done} of ${earlier.rows} rows.`);
    const { rows, refusedLines } = earlier;
    const summary = { rows, refused: refusedLines.length, refusedRows: [], ignored: {} };
    return writeChecked(source, { configuration, options, existing, stateFile, target, summary, state: earlier });
  }
  const { validation, ...summary } = await validate(source, configuration, options);
  if (summary.refused > 0 && options.skipRefused !== true) {
    return summary;
  }
  const { rows, refusedLines } = validation;
  const state = { fingerprint, rows, refusedLines: [...refusedLines], done: 0, counts: newCounts() };
  return writeChecked(source, { configuration, options, existing, stateFile, target, summary, state });
};

const validate = async (
  source: ImportSource,
  configuration: Configuration,
  options: ImportOptions,
): Promise<ImportSummary & { readonly validation: Validation }> => {
  const refusals = createRefusals(options.report);
  const progress = startProgress('checked');
  const validation = await validateRows(source.rows(), configuration, {
    onRow: (done) => progress.update(done, { refused: refusals.count() }),
    onRefused: refusals.add,
  });
  progress.stop();
  refusals.close();
  const { rows, kinds } = validation;
  return {
    validation,
    rows,
    kinds,
    refused: refusals.count(),
    refusedRows: refusals.first(),
    ignored: source.ignored(),
  };
};

type Checked = {
  readonly configuration: Configuration;
  readonly options: ImportOptions;
  readonly existing: ExistingMode;
  readonly stateFile: string | undefined;
  readonly target: ImportTarget;
  readonly summary: ImportSummary;
  readonly state: ImportState;
};

/** Between two savings of the state, in milliseconds. */
const saveEveryMs = 1000;

const writeChecked = async (source: ImportSource, checked: Checked): Promise<ImportSummary> => {
  const { configuration, options, existing, stateFile, target, summary, state } = checked;
  const interruption = onInterrupt();
  const progress = startProgress('written', state.rows);
  const begun = performance.now();
  let savedAt = begun;
  let pauses = 0;
  const save = (latest: ImportState): void => {
    if (stateFile !== undefined) {
      writeImportState(stateFile, latest);
    }
  };
  save(state);
  const last = await writeRows(source.rows(), {
    rules: configuration,
    target,
    existing,
    revive: options.revive ?? false,
    concurrency: options.concurrency,
    state,
    signal: interruption.signal,
    onPause: () => {
      if (pauses === 0) {
        printNote('The store is busy or does not answer: going on more slowly.');
      }
      pauses += 1;
    },
    onState: (latest) => {
      progress.update(latest.done, pauses === 0 ? {} : { 'pauses of a busy store': pauses });
      if (performance.now() - savedAt > saveEveryMs) {
        savedAt = performance.now();
        save(latest);
      }
    },
  });
  progress.stop();
  interruption.stop();
  if (last.done < last.rows) {
    save(last);
    printNote('Interrupted. The same command goes on from here.');
  } else if (stateFile !== undefined) {
    removeImportState(stateFile);
  }
  const seconds = (performance.now() - begun) / 1000;
  return {
    ...summary,
    done: last.done,
    counts: { ...newCounts(), ...last.counts },
    seconds: Math.round(seconds * 10) / 10,
    rowsPerSecond: Math.round((last.done - state.done) / Math.max(seconds, 0.001)),
  };
};

const openTarget = async (configuration: Configuration, options: ImportOptions): Promise<ImportTarget> => {
  const by = writerName(options);
  return options.api === undefined
    ? storeTarget(await openStore(options), by)
    : apiTarget(await openDoor(configuration, options), by);
};

/** Ctrl-C and a polite kill let the writes that are under way end, and keep the state. */
const onInterrupt = (): { signal: AbortSignal; stop(): void } => {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  return {
    signal: controller.signal,
    stop: () => {
      process.off('SIGINT', abort);
      process.off('SIGTERM', abort);
    },
  };
};
