import { statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

/** A function that can be run: unpacked, with the name of its entry. */
export type Runnable = {
  readonly name: string;
  readonly directory: string;
  readonly handler: string;
  readonly bundleKB: number;
};

const entry = join(import.meta.dirname, '../baseline/handler.ts');
const common = {
  entryPoints: [entry],
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
} satisfies BuildOptions;

const bundled = async (name: string, file: string, options: BuildOptions): Promise<Runnable> => {
  const directory = await mkdtemp(join(tmpdir(), 'claims-baseline-'));
  const outfile = join(directory, file);
  await build({ ...common, ...options, outfile });
  return { name, directory, handler: 'handler.handler', bundleKB: statSync(outfile).size / 1000 };
};

/** The Lambda that a user would write, bundled as users do. */
export const buildBaselines = async (): Promise<readonly [Runnable, Runnable]> => [
  await bundled('hand-written, esbuild defaults', 'handler.js', { format: 'cjs' }),
  await bundled('hand-written, SDK as ES modules', 'handler.mjs', {
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  }),
];
