import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Bundle, bundle, functionFiles } from '../../bench/bundles/bundle.ts';

const recorded = z
  .record(z.string(), z.object({ bytes: z.int() }))
  .parse(JSON.parse(readFileSync(new URL('../../docs/performance/bundles.json', import.meta.url), 'utf8')));

const kilobyte = 1024;

/** What has no place on the login path, and why. */
const forbidden: readonly (readonly [what: string, file: RegExp])[] = [
  ["zod's locales: 360 KB; some `import { z }`", /node_modules\/zod\/.*\/locales\/(?!index)/],
  ['full zod: 83 KB where zod/mini has 24', /node_modules\/zod\/v4\/classic\//],
  ['the AWS SDK: hooks sign their few calls themselves', /node_modules\/@(aws-sdk|smithy)\//],
  ['the secret scanner: it belongs to writes', /node_modules\/@secretlint\//],
  ['the web framework of the admin API', /node_modules\/@?hono\b/],
  ['administration', /^(lib\/administration|functions\/admin)\//],
  ['the command line and the local world', /^(bin|local|console|bench|test)\//],
  ['the registries: one hook would carry all the others', /^functions\/(hooks|hook-facts|request-facts)\.ts$/],
];

/** Compared with `docs/performance/bundles.json`, which `npm run bundle-report` writes. */
const expectNoGrowth = (name: string, bytes: number) =>
  expect(
    bytes,
    `${name} grew; see what by "npm run bundle-report" and the difference of docs/performance/bundles.json`,
  ).toBeLessThanOrEqual((recorded[name]?.bytes ?? 0) * 1.05);

describe('the bundle of the admin API', () => {
  it('has English as zod’s only language, and stays within 5 % of what is written down', async () => {
    const { files, bytes } = await bundle(functionFiles()['admin'] ?? '');
    const locales = Object.keys(files).filter((path) => /node_modules\/zod\/.*\/locales\/(?!index)/.test(path));
    expect(locales).toEqual(['node_modules/zod/v4/locales/en.js']);
    expectNoGrowth('admin', bytes);
  });
});

describe('the bundle of each hook', () => {
  const files = Object.entries(functionFiles()).filter(([name]) => name !== 'admin');
  const bundles = new Map<string, Bundle>();
  beforeAll(async () => {
    for (const [name, file] of files) bundles.set(name, await bundle(file));
  });
  const bundleOf = (name: string): Bundle => {
    const found = bundles.get(name);
    if (!found) throw new Error(`no bundle of ${name}`);
    return found;
  };

  it('is compared for every function there is', () => {
    expect(Object.keys(recorded).sort()).toEqual([...files.map(([name]) => name), 'admin'].sort());
  });

  it.each(forbidden)('carries nothing of %s', (_what, file) => {
    for (const [name] of files) {
      const stray = Object.entries(bundleOf(name).files).filter(([path, bytes]) => bytes > 0 && file.test(path));
      expect(stray, name).toEqual([]);
    }
  });

  it('has one copy of each package', () => {
    for (const [name] of files) {
      for (const path of Object.keys(bundleOf(name).files)) {
        expect(path.split('node_modules/').length, `${path} in ${name}`).toBeLessThanOrEqual(2);
      }
    }
  });

  it('has the code of no other IdP', () => {
    for (const [name, file] of files) {
      const idp = file.split('/')[1];
      const edges = Object.keys(bundleOf(name).files).flatMap((path) => /^functions\/([^/]+)\//.exec(path)?.[1] ?? []);
      expect([...new Set(edges)], name).toEqual([idp]);
    }
  });

  it('stays under 450 KB, and within 5 % of what is written down', () => {
    for (const [name] of files) {
      const { bytes } = bundleOf(name);
      expect(bytes, name).toBeLessThan(450 * kilobyte);
      expectNoGrowth(name, bytes);
    }
  });
});
