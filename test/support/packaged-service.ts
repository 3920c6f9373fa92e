import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

const repository = join(import.meta.dirname, '../..');

/** What a deployment consists of; everything else of the repository plays no part in it. */
const sources = [
  'claims.config.ts',
  'hooks.config.ts',
  'sources.config.ts',
  'serverless.yml',
  'package.json',
  'tsconfig.json',
  'functions',
  'lib',
  'resources',
  'plugins',
  'bin',
];

const resource = z.looseObject({
  Type: z.string(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  DeletionPolicy: z.string().optional(),
  UpdatePolicy: z.unknown().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const template = z.object({
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })),
});

export type Resource = z.infer<typeof resource>;
export type Template = z.infer<typeof template>;

export type PackagedService = {
  /** The repository's copy; `package/` in it holds the zip files. */
  readonly directory: string;
  readonly template: Template;
  remove(): Promise<void>;
};

export type PackageOptions = {
  readonly stage: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Takes the place of hooks.config.ts. */
  readonly hooksConfig?: string;
  /** Edits a file of the copy before it is packaged. */
  readonly edit?: { readonly file: string; readonly change: (content: string) => string };
};

/** Runs osls in a copy of the service, offline. */
const runOsls = async (cwd: string, words: readonly string[], params: PackageOptions['params'] = {}) => {
  const osls = spawn(
    process.execPath,
    [
      join(repository, 'node_modules/osls/bin/serverless.js'),
      ...words,
      ...Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
    ],
    // Nothing of the developer's own account or settings may decide what is packaged.
    { cwd, env: { PATH: process.env['PATH'], HOME: tmpdir() }, timeout: 90_000, killSignal: 'SIGKILL' },
  );
  const [stdout, stderr] = await Promise.all([text(osls.stdout), text(osls.stderr), once(osls, 'exit')]);
  return { code: osls.exitCode, stdout, output: stdout + stderr };
};

/** The service as osls understands it, every variable resolved. */
export const resolvedService = async (
  stage: string,
  params: PackageOptions['params'] = {},
): Promise<Readonly<Record<string, unknown>>> => {
  const { code, stdout, output } = await runOsls(repository, ['print', '--format', 'json', '--stage', stage], params);
  if (code !== 0) throw new PackagingRefused(output);
  return JSON.parse(stdout);
};

/** The error output of a packaging that was refused. */
export class PackagingRefused extends Error {}

/** Copies what is deployed into a new temporary folder, with other hook instances where they are given. */
export const copyService = async (hooksConfig?: string): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'service-'));
  await Promise.all(sources.map((path) => cp(join(repository, path), join(directory, path), { recursive: true })));
  await symlink(join(repository, 'node_modules'), join(directory, 'node_modules'));
  await mkdir(join(directory, 'console/dist'), { recursive: true });
  if (hooksConfig !== undefined) await writeFile(join(directory, 'hooks.config.ts'), hooksConfig);
  return directory;
};

/**
 * Packages a copy of the service with osls, offline, as `npm run package` does.
 * @throws PackagingRefused with what it printed
 */
export const packageService = async ({
  stage,
  params = {},
  hooksConfig,
  edit,
}: PackageOptions): Promise<PackagedService> => {
  const directory = await copyService(hooksConfig);
  const remove = () => rm(directory, { recursive: true, force: true });
  if (edit) {
    const file = join(directory, edit.file);
    await writeFile(file, edit.change(await readFile(file, 'utf8')));
  }
  const { code, output } = await runOsls(directory, ['package', '--stage', stage, '--package', 'package'], params);
  if (code !== 0) {
    await remove();
    throw new PackagingRefused(output);
  }
  const json = await readFile(join(directory, 'package/cloudformation-template-update-stack.json'), 'utf8');
  return { directory, template: template.parse(JSON.parse(json)), remove };
};
