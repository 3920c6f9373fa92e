import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { load } from 'js-yaml';
import { readFragments } from '../../resources/function-fragment.ts';

const repository = join(import.meta.dirname, '../..');

/** What a function's code consists of, in bytes of the minified bundle. */
export type Bundle = {
  readonly bytes: number;
  readonly gzipped: number;
  /** By file, `node_modules/...` for what is not ours. */
  readonly files: Readonly<Record<string, number>>;
  /** By package, and by folder for what is ours; the largest first. */
  readonly parts: Readonly<Record<string, number>>;
};

/** Settings of serverless-esbuild among esbuild's own. */
const pluginSettings = new Set(['outputFileExtension', 'exclude', 'outputWorkFolder', 'watch', 'plugins']);

/** The options of resources/esbuild.yml by which the functions are packaged. */
export const packagingOptions = (): BuildOptions => {
  const options: unknown = load(readFileSync(join(repository, 'resources/esbuild.yml'), 'utf8'));
  const plugins: Plugin[] = createRequire(import.meta.url)(join(repository, Object(options).plugins));
  return {
    ...Object.fromEntries(Object.entries(Object(options)).filter(([name]) => !pluginSettings.has(name))),
    plugins,
  };
};

const partOf = (file: string): string =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.split('/').slice(0, 2).join('/');

/** Bundles one file of the repository as packaging does, in memory. */
export const bundle = async (file: string, options: BuildOptions = {}): Promise<Bundle> => {
  const { metafile, outputFiles } = await build({
    ...packagingOptions(),
    ...options,
    absWorkingDir: repository,
    entryPoints: [file],
    outfile: 'bundle.mjs',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile?.outputs ?? {});
  const [code] = outputFiles ?? [];
  const files = Object.fromEntries(
    Object.entries(output?.inputs ?? {}).map(([path, { bytesInOutput }]) => [path, bytesInOutput]),
  );
  const parts = new Map<string, number>();
  for (const [path, bytes] of Object.entries(files)) parts.set(partOf(path), (parts.get(partOf(path)) ?? 0) + bytes);
  return {
    bytes: code?.contents.byteLength ?? 0,
    gzipped: gzipSync(code?.contents ?? '').byteLength,
    files,
    parts: Object.fromEntries([...parts].filter(([, bytes]) => bytes > 0).sort(([, one], [, other]) => other - one)),
  };
};

/** The source file of every function that any `functions.yml` declares, by the function's name. */
export const functionFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(repository, 'functions'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => Object.entries(readFragments(name)))
      .map(([name, { handler }]) => [name, handler.replace(/\.\w+$/, '.ts')]),
  );
