import type * as z from 'zod';

/** `proof.algorithms[0]`: a path as one would write it. */
const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

/** What is wrong with a setting, each in words; holds no value of it. */
export const describeIssues = (error: z.ZodError): readonly string[] =>
  error.issues.map(({ path, message }) => {
    const problem = message.replace(/^Invalid (?:input|option): /, '').replaceAll('"', "'");
    return path.length === 0 ? problem : `${pathOf(path)}: ${problem}`;
  });
