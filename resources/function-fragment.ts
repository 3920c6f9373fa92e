import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import * as z from 'zod';
import { InvalidConfigurationError } from '../lib/errors.ts';

/** A function as its `functions.yml` declares it: what the IdP demands, nothing of where it is deployed. */
const functionFragment = z.strictObject({
  handler: z.string().regex(/^functions\/[\w/-]+\.\w+$/),
  description: z.string(),
  /** Seconds: the IdP's own limit, rounded up. */
  timeout: z.int().min(1).max(30),
  memorySize: z.int().min(128).optional(),
  package: z.strictObject({ patterns: z.array(z.string()) }).optional(),
  events: z.array(z.strictObject({ httpApi: z.strictObject({ method: z.string(), path: z.string() }) })).optional(),
});
const functionFragments = z.record(z.string().regex(/^[a-z0-9-]+$/), functionFragment);

export type FunctionFragment = z.infer<typeof functionFragment>;
export type FunctionFragments = Readonly<Record<string, FunctionFragment>>;

const functionsFolder = join(import.meta.dirname, '../functions');

/** The functions that `functions/<folder>/functions.yml` declares; none without the file. */
export const readFragments = (folder: string): FunctionFragments => {
  const path = join(functionsFolder, folder, 'functions.yml');
  if (!existsSync(path)) return {};
  const fragments = functionFragments.safeParse(load(readFileSync(path, 'utf8')));
  if (fragments.success) return fragments.data;
  throw new InvalidConfigurationError(
    `functions/${folder}/functions.yml is not a map of functions (handler, description, timeout, memorySize, package, events with httpApi; everything else comes from serverless.yml):\n${z.prettifyError(fragments.error)}`,
  );
};
