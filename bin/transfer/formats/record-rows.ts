import type { ClaimsPolicy } from '../../../lib/claims/policy.ts';
import { UsageError } from '../../frame/command-error.ts';
import { openText } from '../open-text.ts';
import type { SourceRow } from '../source-row.ts';
import { fromCsvRow } from './csv-records.ts';
import { readCsvRows } from './csv-rows.ts';
import { readJsonRows } from './json-rows.ts';
import { readNdjsonRows } from './ndjson-rows.ts';

export const recordFormats = ['ndjson', 'json', 'csv'] as const;
export type RecordFormat = (typeof recordFormats)[number];

/** The format that a file's name tells; `undefined` for standard input and unknown endings. */
export const formatOfName = (file: string): RecordFormat | undefined => {
  const ending = /\.(ndjson|jsonl|json|csv)(\.gz)?$/i.exec(file)?.[1]?.toLowerCase();
  return ending === 'jsonl' ? 'ndjson' : recordFormats.find((format) => format === ending);
};

/** The rows of a file in our own format, not yet checked. */
export async function* readRecordRows(
  file: string,
  policy: ClaimsPolicy,
  format: RecordFormat | undefined = formatOfName(file),
): AsyncGenerator<SourceRow, void, undefined> {
  switch (format) {
    case 'ndjson':
      yield* readNdjsonRows(openText(file));
      return;
    case 'json':
      yield* readJsonRows()(openText(file));
      return;
    case 'csv':
      for await (const row of readCsvRows(openText(file))) {
        yield 'problem' in row ? row : { line: row.line, value: fromCsvRow(policy, texts(row.value)) };
      }
      return;
    case undefined:
      throw new UsageError(`the name "${file}" does not tell its format; say --format ndjson, json or csv`);
  }
}

const texts = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, cell]) => [name, String(cell)]))
    : {};
