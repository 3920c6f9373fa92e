/** One element of a JSON array, still as text, and the line of the file on which it begins. */
export type JsonElement = { readonly text: string; readonly line: number };

/** The text is no JSON array of objects. */
export class JsonArrayError extends Error {}

const openers = new Set(['{', '[']);
const closers = new Set(['}', ']']);

/**
 * Cuts the objects out of a JSON array that may be larger than memory: `[{...},{...}]`, or an array below a member of
 * the outermost object (`{"Users":[...]}`, chosen by `member`). Knows only strings and brackets; each element is
 * parsed by whoever wants it.
 * @throws JsonArrayError when there is no such array, or it does not end
 */
export async function* splitJsonArray(
  chunks: AsyncIterable<string>,
  member?: string,
): AsyncGenerator<JsonElement, void, undefined> {
  const arrayDepth = member === undefined ? 1 : 2;
  let depth = 0;
  let line = 1;
  let inString = false;
  let escaped = false;
  let inside = false;
  let finished = false;
  let element = '';
  let elementLine = 1;
  let text = '';
  for await (const chunk of chunks) {
    let elementStart = element === '' ? -1 : 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const character = chunk.charAt(index);
      if (character === '\n') {
        line += 1;
      }
      if (inString) {
        if (escaped) {
          escaped = false;
        } else if (character === '\\') {
          escaped = true;
        } else if (character === '"') {
          inString = false;
        }
        if (!inside) {
          text += character;
        }
        continue;
      }
      if (character === '"') {
        inString = true;
        text = inside ? text : '';
      } else if (openers.has(character)) {
        if (inside && depth === arrayDepth) {
          elementStart = index;
          elementLine = line;
        }
        depth += 1;
        if (!inside && !finished && character === '[' && depth === arrayDepth) {
          inside = member === undefined || text === `${member}"`;
        }
      } else if (closers.has(character)) {
        depth -= 1;
        if (inside && depth === arrayDepth && elementStart >= 0) {
          yield { text: element + chunk.slice(elementStart, index + 1), line: elementLine };
          element = '';
          elementStart = -1;
        } else if (inside && depth < arrayDepth) {
          inside = false;
          finished = true;
        }
      } else if (inside && depth === arrayDepth && !/[\s,]/.test(character)) {
        throw new JsonArrayError(`line ${line}: the array must hold objects only`);
      }
    }
    element = elementStart >= 0 ? element + chunk.slice(elementStart) : element;
  }
  if (!finished) {
    throw new JsonArrayError(
      depth > 0
        ? `line ${line}: the array does not end`
        : `there is no array${member === undefined ? '' : ` "${member}"`}`,
    );
  }
}
