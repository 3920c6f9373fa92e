import { openText } from '../transfer/open-text.ts';

/** A line of a function's log, parsed: a decision or a change. */
export type LogRecord = Readonly<Record<string, unknown>>;

const deepest = 6;

const isObject = (value: unknown): value is LogRecord => typeof value === 'object' && value !== null;

const isOurs = (value: LogRecord): boolean => value['message'] === 'decision' || value['event'] === 'change';

const parseFrom = (text: string): unknown => {
  const start = text.indexOf('{');
  if (start < 0) return undefined;
  try {
    return JSON.parse(text.slice(start, text.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
};

/** Our records in whatever they are wrapped: a time stamp before them, an event of `aws logs`, a row of Insights. */
const recordsIn = (value: unknown, depth = 0): readonly LogRecord[] => {
  if (depth > deepest) return [];
  if (typeof value === 'string') return recordsIn(parseFrom(value), depth + 1);
  if (!isObject(value)) return [];
  if (isOurs(value)) return [value];
  return Object.values(value).flatMap((member) => recordsIn(member, depth + 1));
};

const isWhole = (line: string): boolean => {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
};

async function* linesOf(file: string): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const chunk of openText(file)) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

/**
 * Our records of a log, in its order: one JSON document a line (also with something before it), or one document over
 * many lines as the AWS CLI prints it. Everything else in it is passed over. `-` is standard input; gzip is unpacked.
 */
export async function* readLogRecords(file: string): AsyncGenerator<LogRecord, void, undefined> {
  let document: string[] | undefined;
  let first = true;
  for await (const line of linesOf(file)) {
    if (line.trim() === '') continue;
    if (first && /^\s*[[{]/.test(line) && !isWhole(line)) document = [];
    first = false;
    if (document) document.push(line);
    else yield* recordsIn(line);
  }
  if (!document) return;
  const text = document.join('\n');
  const parsed = text.trimStart().startsWith('[') ? parseFrom(`{"events":${text}}`) : parseFrom(text);
  // A log that only happens to begin with a line like that.
  yield* parsed === undefined ? document.flatMap((line) => recordsIn(line)) : recordsIn(parsed);
}
