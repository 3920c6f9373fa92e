import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readAdminSettings } from '../../functions/admin/settings.ts';
import { readEnvironment, readSubjectLogging } from '../../lib/lambda/environment.ts';
import { adminEnvironment, hookEnvironment } from '../../resources/environment.ts';
import { parseSettings } from '../../resources/settings.ts';

const root = join(import.meta.dirname, '../..');
const defaults: Readonly<Record<string, unknown>> = Object(load(readFileSync(join(root, 'serverless.yml'), 'utf8')))
  .params.default;
const settings = (parameters: Readonly<Record<string, unknown>> = {}, stage = 'prod') =>
  parseSettings({ ...defaults, service: 'custom-claims', stage, ...parameters });

/** Which variables a reader asks for. */
const namesReadBy = (read: (variables: Readonly<Record<string, string | undefined>>) => unknown): readonly string[] => {
  const names = new Set<string>();
  const given = { ATTRIBUTES_TABLE: 'attributes' };
  const recorded = new Proxy(given, {
    get: (target, name) => {
      names.add(String(name));
      return Reflect.get(target, name);
    },
  });
  try {
    read(recorded);
  } catch {
    // What is missing does not matter, only what was asked for.
  }
  return [...names];
};

/** `process.env['NAME']` in what is deployed. */
const namesInSources = (): readonly string[] =>
  ['lib', 'functions'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...readFileSync(join(root, folder, path), 'utf8').matchAll(/process\.env\['(\w+)'\]/g)])
      .map(([, name = '']) => name),
  );

/** Set by Lambda itself, or naming stand-ins for AWS that only the local world has. */
const notOurs = /^(AWS_\w+|LAMBDA_\w+|DYNAMODB_ENDPOINT|SSM_ENDPOINT)$/;

describe('the environment of a deployed function', () => {
  it('has every variable that the functions read', () => {
    const read = new Set([
      ...namesInSources(),
      ...[readEnvironment, readSubjectLogging, readAdminSettings].flatMap(namesReadBy),
    ]);
    expect([...read]).toEqual(expect.arrayContaining(['LAST_KNOWN_GOOD_SECONDS', 'LOG_SUBJECTS', 'ADMIN_ALGORITHMS']));
    const everything = settings({
      logSubjects: 'plain',
      adminIssuer: 'https://login.example.com/',
      adminAudience: 'admin',
      adminJwksUri: 'https://login.example.com/jwks',
      adminClientId: 'console',
      adminAlgorithms: 'ES256',
    });
    const deployed = { ...hookEnvironment(everything, true, {}), ...adminEnvironment(everything, {}) };
    expect([...read].filter((name) => !notOurs.test(name)).toSorted()).toEqual(Object.keys(deployed).toSorted());
  });

  it('has what the parameters of the stage say', () => {
    const chosen = settings({ groupCacheSeconds: '0', lastKnownGoodSeconds: '60', logSubjects: 'plain' });
    expect(hookEnvironment(chosen, false, {})).toMatchObject({
      GROUP_CACHE_SECONDS: '0',
      LAST_KNOWN_GOOD_SECONDS: '60',
      LOG_SUBJECTS: 'plain',
    });
    expect(hookEnvironment(settings(), false, {})).toMatchObject({
      GROUP_CACHE_SECONDS: '5',
      LAST_KNOWN_GOOD_SECONDS: '0',
    });
    expect(hookEnvironment(settings(), false, {})).not.toHaveProperty('LOG_SUBJECTS');
  });

  it('keeps no more warm than is set aside, unless nothing is', () => {
    const warm = (reservedConcurrency: number, provisionedConcurrency: number) =>
      settings({ reservedConcurrency, provisionedConcurrency }).provisionedConcurrency;
    expect([warm(20, 20), warm(0, 30)]).toEqual([20, 30]);
    expect(() => warm(20, 21)).toThrow(/greater than reservedConcurrency/);
  });

  it.each([
    ['lastKnownGoodSeconds', '301'],
    ['logSubjects', 'everything'],
    ['groupCacheSeconds', '-1'],
  ])('takes no %s of %s', (name, value) => {
    expect(() => settings({ [name]: value })).toThrow(name);
  });
});
