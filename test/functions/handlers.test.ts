import { globSync, readFileSync } from 'node:fs';
import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const root = new URL('../../', import.meta.url);
const fragment = z.record(z.string(), z.object({ handler: z.string() }));

const handlers = globSync('functions/*/functions.yml', { cwd: root }).flatMap((file) =>
  Object.entries(fragment.parse(yaml.load(readFileSync(new URL(file, root), 'utf8')))).map(
    ([name, { handler }]) => [name, handler] as const,
  ),
);

describe('every function of functions/*/functions.yml', () => {
  it.each(handlers)('%s has an entry that Lambda finds: %s', (_name, handler) => {
    // Lambda's runtime takes the file's name to end at the first dot.
    const [, file, exported] = /^([^.]*)\.(.*)$/.exec(handler) ?? [];
    expect(readFileSync(new URL(`${file}.ts`, root), 'utf8')).toMatch(new RegExp(`^export const ${exported}\\b`, 'm'));
  });
});
