import { InvalidEventError } from './errors.ts';

/** No IdP nests deeper than about ten levels; a recursive reader of a deeper value could exhaust the stack. */
const deepest = 64;

const isTooDeep = (text: string): boolean => {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return false;
};

/**
 * Reads a body that somebody else wrote.
 * @throws InvalidEventError no UTF-8, no JSON or nested over 64 levels; the message repeats nothing of the body
 */
export const parseJson = (body: Uint8Array): unknown => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new InvalidEventError('The body is not UTF-8 text.');
  }
  if (isTooDeep(text)) throw new InvalidEventError(`The body is nested deeper than ${deepest} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidEventError('The body is not JSON.');
  }
};
