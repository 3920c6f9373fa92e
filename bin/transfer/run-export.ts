import { createWriteStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { stringify } from 'csv-stringify';
import type { Item, ItemKind } from '../../lib/attributes/item.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { type AdministrationOptions, chooseRealm } from '../frame/administration-options.ts';
import { UsageError } from '../frame/command-error.ts';
import { loadConfiguration } from '../frame/configuration.ts';
import { printNote } from '../frame/output.ts';
import { startProgress } from '../frame/progress.ts';
import { openStore } from '../frame/store-options.ts';
import { csvHeader, toCsvCells } from './formats/csv-records.ts';
import { formatOfName, type RecordFormat } from './formats/record-rows.ts';
import { toRecord } from './item-record.ts';
import { scanItems } from './scan-items.ts';

export type ExportOptions = AdministrationOptions & {
  readonly allRealms?: boolean | undefined;
  readonly kind?: readonly ItemKind[] | undefined;
  readonly deleted?: boolean | undefined;
  readonly output?: string | undefined;
  readonly format?: RecordFormat | undefined;
};

/** `claims export`: a scan of the table, row by row into a file or a pipe. */
export const runExport = async (options: ExportOptions): Promise<void> => {
  if (options.api !== undefined) {
    throw new UsageError('an export reads the table itself: leave --api out and say --table');
  }
  const configuration = await loadConfiguration(options);
  const realm = options.allRealms === true ? undefined : chooseRealm(configuration, options);
  const format = options.format ?? (options.output === undefined ? 'ndjson' : formatOfName(options.output));
  if (format === undefined) {
    throw new UsageError(`the name "${options.output}" does not tell its format; say --format ndjson, json or csv`);
  }
  const store = await openStore(options);
  const progress = startProgress('exported');
  let count = 0;
  async function* chosen(): AsyncGenerator<Item, void, undefined> {
    for await (const item of scanItems(store)) {
      const inRealm = realm === undefined || ('realm' in item.key && item.key.realm === realm);
      if (inRealm && (options.kind?.includes(item.key.kind) ?? true) && (options.deleted === true || !item.deleted)) {
        count += 1;
        progress.update(count);
        yield item;
      }
    }
  }
  await writeText(encoders[format](chosen(), configuration.policy), options.output);
  progress.stop();
  printNote(`${count} items exported.`);
};

type Encode = (items: AsyncIterable<Item>, policy: ClaimsPolicy) => AsyncIterable<string>;

const encoders: Readonly<Record<RecordFormat, Encode>> = {
  ndjson: async function* (items) {
    for await (const item of items) {
      yield `${JSON.stringify(toRecord(item))}\n`;
    }
  },
  json: async function* (items) {
    let separator = '[\n';
    for await (const item of items) {
      yield `${separator}${JSON.stringify(toRecord(item))}`;
      separator = ',\n';
    }
    yield separator === '[\n' ? '[]\n' : '\n]\n';
  },
  csv: async function* (items, policy) {
    const rows = Readable.from(csvRows(items, policy));
    yield* rows.pipe(stringify()).setEncoding('utf8');
  },
};

async function* csvRows(
  items: AsyncIterable<Item>,
  policy: ClaimsPolicy,
): AsyncGenerator<readonly string[], void, undefined> {
  yield csvHeader(policy);
  for await (const item of items) {
    yield toCsvCells(policy, toRecord(item));
  }
}

const writeText = async (chunks: AsyncIterable<string>, output: string | undefined): Promise<void> => {
  const text = Readable.from(chunks);
  if (output === undefined) {
    // Standard output must stay open for what comes after.
    await pipeline(text, process.stdout, { end: false });
    return;
  }
  const file: Writable = createWriteStream(output, { mode: 0o600 });
  await (output.endsWith('.gz') ? pipeline(text, createGzip(), file) : pipeline(text, file));
};
