import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import * as z from 'zod';
import { UsageError } from '../../frame/command-error.ts';
import type { ReadRows } from '../source-row.ts';

const parsedRow = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/**
 * The rows of a CSV file as objects of texts, named by the first line; empty cells are left out.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export const readCsvRows: ReadRows = async function* (chunks) {
  const parser = Readable.from(chunks).pipe(parse({ info: true, relax_column_count: true, skip_empty_lines: true }));
  let header: readonly string[] | undefined;
  let nextLine = 1;
  try {
    for await (const row of parser) {
      const { record, info } = parsedRow.parse(row);
      // `info.lines` is where the row ends: a quoted cell may hold line breaks.
      const line = nextLine;
      nextLine = info.lines + 1;
      if (header === undefined) {
        header = checkHeader(record);
      } else if (record.length !== header.length) {
        yield { line, problem: `has ${record.length} cells where the header has ${header.length}` };
      } else {
        yield { line, value: toObject(header, record) };
      }
    }
  } catch (error) {
    if (error instanceof CsvError) {
      // The parser's message quotes the cell.
      throw new UsageError(`the file is not valid CSV from line ${nextLine} on (${error.code})`, { cause: error });
    }
    throw error;
  }
};

const checkHeader = (names: readonly string[]): readonly string[] => {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UsageError(`the CSV header names the column "${twice}" twice`);
  }
  return names;
};

const toObject = (header: readonly string[], cells: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(header.flatMap((name, index) => (cells[index] ? [[name, cells[index]]] : [])));
