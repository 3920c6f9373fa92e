import { UsageError } from '../../frame/command-error.ts';
import type { ReadRows } from '../source-row.ts';
import { JsonArrayError, splitJsonArray } from '../split-json-array.ts';

/** The objects of a JSON array, which stands alone or below a member of the outermost object (`Users`). */
export const readJsonRows = (member?: string): ReadRows =>
  async function* (chunks) {
    try {
      for await (const { text, line } of splitJsonArray(chunks, member)) {
        try {
          yield { line, value: JSON.parse(text) };
        } catch {
          yield { line, problem: 'is not valid JSON' };
        }
      }
    } catch (error) {
      if (error instanceof JsonArrayError) {
        throw new UsageError(`the file is not the expected JSON: ${error.message}`, { cause: error });
      }
      throw error;
    }
  };
