import { readCsvRows } from '../formats/csv-rows.ts';
import { readJsonRows } from '../formats/json-rows.ts';
import { readNdjsonRows } from '../formats/ndjson-rows.ts';
import { openText } from '../open-text.ts';
import type { SourceRow } from '../source-row.ts';

type ObjectRow =
  | { readonly line: number; readonly value: Readonly<Record<string, unknown>> }
  | Extract<SourceRow, { problem: string }>;

/** The members below which products list their objects. */
const listMembers = ['Users', 'users', 'Groups', 'groups', 'members'];

/** The objects of an export, whatever it is: the beginning of the file tells NDJSON, a JSON array or list, or CSV. */
export async function* readObjects(file: string): AsyncGenerator<ObjectRow, void, undefined> {
  for await (const row of rowsOf(await beginningOf(file), file)) {
    if ('problem' in row) {
      yield row;
    } else if (isRecord(row.value)) {
      yield { line: row.line, value: row.value };
    } else {
      yield { line: row.line, problem: 'is no object' };
    }
  }
}

const rowsOf = (beginning: string, file: string): AsyncIterable<SourceRow> => {
  const chunks = openText(file);
  if (beginning.startsWith('[')) {
    return readJsonRows()(chunks);
  }
  const member = listMembers.find((name) => new RegExp(`^\\{\\s*"${name}"\\s*:\\s*\\[`).test(beginning));
  if (member !== undefined) {
    return readJsonRows(member)(chunks);
  }
  return beginning.startsWith('{') ? readNdjsonRows(chunks) : readCsvRows(chunks);
};

/** Enough to tell the format. */
const beginningOf = async (file: string): Promise<string> => {
  let text = '';
  for await (const chunk of openText(file)) {
    text += chunk;
    if (text.trimStart().length > 200) {
      break;
    }
  }
  return text.trimStart().slice(0, 200);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
