import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { fromItem } from '../../lib/attributes/item-codec.ts';
import { firstItem, isRefused, parseRow, type RowRules } from './import-row.ts';
import type { SourceRow } from './source-row.ts';

/**
 * Writes the items as DynamoDB JSON, one `{"Item": {...}}` per line, gzipped where the name ends in `.gz`: what
 * DynamoDB's import from S3 makes a new table of.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Format.html
 */
export const writeDynamoDBJson = async (
  file: string,
  rows: AsyncIterable<SourceRow>,
  {
    rules,
    refusedLines,
    by,
  }: { readonly rules: RowRules; readonly refusedLines: readonly number[]; readonly by: string },
): Promise<number> => {
  const refused = new Set(refusedLines);
  const at = new Date().toISOString();
  let written = 0;
  async function* lines(): AsyncGenerator<string, void, undefined> {
    for await (const source of rows) {
      const row = refused.has(source.line) ? undefined : parseRow(rules, source);
      if (row === undefined || isRefused(row) || row.deleted) {
        continue;
      }
      written += 1;
      yield `${JSON.stringify({ Item: fromItem(firstItem(row, by, at), crypto.randomUUID()) })}\n`;
    }
  }
  const output = createWriteStream(file, { mode: 0o600 });
  await (file.endsWith('.gz')
    ? pipeline(Readable.from(lines()), createGzip(), output)
    : pipeline(Readable.from(lines()), output));
  return written;
};
