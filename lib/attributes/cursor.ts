import { InvalidCursorError } from '../errors.ts';

/**
 * Makes an opaque cursor: which listing it belongs to, and the last key that was given out. It grants nothing, because
 * every listing checks that the key is one of its own.
 */
export const toCursor = (listing: string, position: string): string =>
  Buffer.from(JSON.stringify([listing, position])).toString('base64url');

/** @throws InvalidCursorError for anything that {@link toCursor} did not make for the same listing */
export const fromCursor = (listing: string, cursor: string): string => {
  const parts = parseJson(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts) || parts.length !== 2 || parts[0] !== listing || typeof parts[1] !== 'string') {
    throw new InvalidCursorError('The cursor is not one of this listing: start again without one.');
  }
  return parts[1];
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
