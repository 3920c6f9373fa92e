import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resolvedService } from '../support/packaged-service.ts';

const modules = join(import.meta.dirname, '../../node_modules');

/** What tsc says of the service as a value of Serverless v4's published schema. */
const complaints = (service: Readonly<Record<string, unknown>>): readonly string[] => {
  const directory = mkdtempSync(join(tmpdir(), 'serverless-v4-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(modules, join(directory, 'node_modules'));
  const file = join(directory, 'service.ts');
  writeFileSync(
    file,
    `import type { AWS } from '@serverless/typescript';\nexport const service: AWS = ${JSON.stringify(service, undefined, 2)};\n`,
  );
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', file];
  const { stdout } = spawnSync(join(modules, '.bin/tsc'), options, { encoding: 'utf8', cwd: directory });
  return stdout.split('\n').filter((line) => line.includes('error'));
};

/** osls notes in its own copy where the artefacts will lie; the file has no such key. */
const withoutNotes = (service: Readonly<Record<string, unknown>>) => {
  const { artifactsS3KeyDirname: _note, ...rest } = Object(service['package']);
  return { ...service, package: rest };
};

describe("serverless.yml and Serverless v4's schema", { timeout: 120_000 }, () => {
  it.each(['local', 'dev', 'prod'])('agree for stage %s', async (stage) => {
    expect(complaints(withoutNotes(await resolvedService(stage)))).toEqual([]);
  });

  it('disagree on the one key that plugins/schema.cjs adds', async () => {
    const found = complaints(withoutNotes(await resolvedService('prod', { userPool: 'customers' })));
    expect(found).toEqual([expect.stringContaining('\'"lambdaVersion"\' does not exist')]);
  });

  it('would disagree on a key that does not exist', async () => {
    const service = withoutNotes(await resolvedService('dev'));
    expect(complaints({ ...service, unheardOf: true })).toEqual([expect.stringContaining('unheardOf')]);
  });
});
