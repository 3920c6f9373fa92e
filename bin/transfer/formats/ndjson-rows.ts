import type { ReadRows, SourceRow } from '../source-row.ts';

/** One JSON value per line; empty lines are skipped. @see https://github.com/ndjson/ndjson-spec */
export const readNdjsonRows: ReadRows = async function* (chunks) {
  let line = 0;
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      yield* parseLine(text, line);
    }
  }
  yield* parseLine(rest, line + 1);
};

function* parseLine(text: string, line: number): Generator<SourceRow, void, undefined> {
  if (text.trim() === '') {
    return;
  }
  try {
    yield { line, value: JSON.parse(text) };
  } catch {
    // The parser's message quotes the text, which may be an attribute's value.
    yield { line, problem: 'is not valid JSON' };
  }
}
