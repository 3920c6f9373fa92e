import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { adoptLocalWorld } from '../../bin/frame/adopt-local-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'world-'));
const file = pathToFileURL(join(folder, 'world.json'));
writeFileSync(file, JSON.stringify({ environment: { ATTRIBUTES_TABLE: 'local', DYNAMODB_ENDPOINT: 'http://x' } }));

const environmentAfter = (args: readonly string[], environment: NodeJS.ProcessEnv = {}, world = file) => {
  adoptLocalWorld(args, environment, world);
  return environment;
};

describe('the local world', () => {
  it('is where claims works when nothing names another place', () => {
    expect(environmentAfter(['user', 'show', 'a'], { AWS_REGION: 'eu-central-1' })).toEqual({
      AWS_REGION: 'eu-central-1',
      ATTRIBUTES_TABLE: 'local',
      DYNAMODB_ENDPOINT: 'http://x',
      CLAIMS_LOCAL_WORLD: '1',
    });
  });

  it('is not meant when a deployed stage is named, and is by --stage local', () => {
    for (const args of [['--stage', 'prod'], ['--stage=prod']]) expect(environmentAfter(args)).toEqual({});
    for (const args of [['--stage', 'local'], ['--stage=local']]) {
      expect(environmentAfter(args)).toHaveProperty('ATTRIBUTES_TABLE', 'local');
    }
  });

  it.each([['--table', 'prod'], ['--table=prod'], ['--api', 'https://x'], ['--region', 'eu-west-1']])(
    'is left alone when a flag names another place: %s',
    (...args) => {
      expect(environmentAfter(['user', 'show', 'a', ...args])).toEqual({});
    },
  );

  it('is left alone when the environment names another place', () => {
    expect(environmentAfter([], { ATTRIBUTES_TABLE: 'prod' })).toEqual({ ATTRIBUTES_TABLE: 'prod' });
  });

  it('is not there while npm start does not run', () => {
    expect(environmentAfter([], {}, pathToFileURL(join(folder, 'no.json')))).toEqual({});
  });
});
