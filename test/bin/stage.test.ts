import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readStoreSettings } from '../../bin/frame/store-options.ts';
import { openSecretParameters } from '../../bin/secrets/parameter-store.ts';
import { startParameterStore } from '../../local/parameter-store.ts';
import { defaultRegion, serviceName } from '../../resources/names.ts';
import { runClaims } from '../support/run-claims.ts';

const variables = [
  'ATTRIBUTES_TABLE',
  'CHANGES_TABLE',
  'SECRETS_PATH',
  'AWS_REGION',
  'DYNAMODB_ENDPOINT',
  'SSM_ENDPOINT',
];

/** Notes go to standard error. */
const notes = () =>
  vi
    .mocked(process.stderr.write)
    .mock.calls.map(([text]) => String(text))
    .join('');

describe('--stage', () => {
  beforeEach(() => {
    for (const name of variables) vi.stubEnv(name, '');
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  const prod = {
    table: 'custom-claims-prod-attributes',
    changesTable: 'custom-claims-prod-changes',
    endpoint: undefined,
    region: 'eu-central-1',
  };

  it('is all that a deployed stage needs', () => {
    expect(readStoreSettings({ stage: 'prod' })).toEqual(prod);
    expect(openSecretParameters({ stage: 'prod' }).parameterOf('auth0-login')).toBe(
      '/custom-claims/prod/hooks/auth0-login',
    );
    expect(notes()).toBe('');
  });

  it('has the names that serverless.yml gives', () => {
    const { service, provider } = Object(load(readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8')));
    expect(service).toBe(serviceName);
    expect(provider.region).toBe(`\${opt:region, env:AWS_REGION, '${defaultRegion}'}`);
  });

  it('leaves the last word to flags', () => {
    const flags = { stage: 'prod', table: 'mine-attributes', region: 'us-east-1' };
    expect(readStoreSettings(flags)).toEqual({
      ...prod,
      table: 'mine-attributes',
      changesTable: 'mine-changes',
      region: 'us-east-1',
    });
    expect(openSecretParameters({ stage: 'prod', secretsPath: '/mine/' }).parameterOf('a')).toBe('/mine/a');
    expect(notes()).toBe('');
  });

  it('counts more than the environment, whose region alone stays, and says so', () => {
    vi.stubEnv('ATTRIBUTES_TABLE', 'custom-claims-dev-attributes');
    vi.stubEnv('SECRETS_PATH', '/custom-claims/dev/hooks');
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    expect(readStoreSettings({ stage: 'prod' })).toEqual({
      ...prod,
      region: 'eu-west-1',
    });
    expect(openSecretParameters({ stage: 'prod' }).parameterOf('a')).toBe('/custom-claims/prod/hooks/a');
    expect(notes()).toMatch(/prod-attributes of --stage is taken.*ATTRIBUTES_TABLE\n/);
    expect(notes()).toMatch(/prod\/hooks of --stage is taken.*of SECRETS_PATH\n/);
    expect(notes().match(/looked for in eu-west-1 of AWS_REGION, and not in eu-central-1/g)).toHaveLength(1);
  });

  it('is at AWS, whatever local endpoint is left in the environment, and says so', async () => {
    const [left, named] = await Promise.all(
      ['left', 'named'].map((value) => startParameterStore({ parameters: { '/custom-claims/prod/hooks/a': value } })),
    );
    if (!left || !named) throw new Error('They did not start.');
    vi.stubEnv('DYNAMODB_ENDPOINT', 'http://127.0.0.1:1');
    vi.stubEnv('SSM_ENDPOINT', left.url);
    expect(readStoreSettings({ stage: 'prod' })).toEqual(prod);
    expect(notes()).toContain('at AWS, and not at http://127.0.0.1:1 of DYNAMODB_ENDPOINT');
    // No answer can come: what was left behind would give one without credentials.
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, '');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('HOME', '/nowhere');
    await expect(openSecretParameters({ stage: 'prod' }).read(['a'])).rejects.toThrow('AWS credentials');
    expect(notes()).toContain(`${left.url} of SSM_ENDPOINT`);
    vi.mocked(process.stderr.write).mockClear();
    const byFlag = openSecretParameters({ stage: 'prod', ssmEndpoint: named.url });
    expect(await byFlag.read(['a'])).toEqual(new Map([['a', 'named']]));
    expect(readStoreSettings({ stage: 'prod', endpoint: 'http://127.0.0.1:2' }).endpoint).toBe('http://127.0.0.1:2');
    expect(notes()).toBe('');
    await Promise.all([left.close(), named.close()]);
  });

  it.each([{}, { stage: 'local' }])('leaves a world that runs here to the environment: %o', async (options) => {
    const here = await startParameterStore({ parameters: { '/here/a': 'here' } });
    for (const [name, value] of Object.entries({
      ATTRIBUTES_TABLE: 'here-attributes',
      DYNAMODB_ENDPOINT: 'http://127.0.0.1:1',
      SECRETS_PATH: '/here',
      SSM_ENDPOINT: here.url,
    })) {
      vi.stubEnv(name, value);
    }
    expect(readStoreSettings(options)).toMatchObject({ table: 'here-attributes', endpoint: 'http://127.0.0.1:1' });
    expect(await openSecretParameters(options).read(['a'])).toEqual(new Map([['a', 'here']]));
    expect(notes()).toBe('');
    await here.close();
  });

  it.each(['Prod', 'prod/eu', ''])('takes no stage "%s"', (stage) => {
    expect(() => readStoreSettings({ stage })).toThrow('is no stage');
  });

  it.each([{}, { stage: 'local' }])('is what a command asks for where nothing says which table: %o', (options) => {
    expect(() => readStoreSettings(options)).toThrow(/--stage prod.*npm start/);
    expect(() => openSecretParameters(options)).toThrow(/--stage prod.*npm start/);
  });
});

describe('what a command recommends', () => {
  it('repeats the stage', async () => {
    const store = await startParameterStore();
    const secret = (...words: readonly string[]) =>
      runClaims(['secret', ...words, '--hook', 'auth0-login', '--stage', 'test', '--ssm-endpoint', store.url]);
    const again = 'claims secret rotate --hook auth0-login --stage test';
    expect((await secret('show')).stderr).toContain(again);
    await secret('rotate', '--json');
    expect([...store.parameters.keys()]).toEqual(['/custom-claims/test/hooks/auth0-login']);
    expect((await secret('rotate', '--show', '--no-json')).stdout).toContain(`${again} --finish`);
    expect((await secret('show', '--no-json')).stdout).toContain(`${again} --finish`);
    const places = ['--ssm-endpoint', store.url, '--endpoint', 'http://127.0.0.1:1'];
    const { checks } = JSON.parse((await runClaims(['doctor', '--stage', 'test', ...places])).stdout);
    expect(checks).toContainEqual(
      expect.objectContaining({ area: 'secret', remedy: 'claims secret rotate --hook auth0-machines --stage test' }),
    );
    await store.close();
  });
});

describe('without AWS credentials', () => {
  it('claims doctor says for each what to do, and not which permission a role lacks', async () => {
    const { code, stdout } = await runClaims(['doctor', '--stage', 'prod'], {
      env: { HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' },
    });
    const problems = JSON.parse(stdout).checks.filter(({ state }: { state: string }) => state === 'problem');
    expect(code).toBe(1);
    expect(problems.length).toBeGreaterThan(2);
    for (const { remedy } of problems) expect(remedy).toContain('AWS_PROFILE');
  });

  it.each([
    ['user list --realm customers'],
    ['history user a --realm customers'],
    ['revoke user a --realm customers'],
    ['hook list'],
    ['hook mode auth0-login off'],
    ['explain --instance auth0-login --subject a --client shop'],
    ['export --realm customers'],
    ['secret show --hook auth0-login'],
    ['secret rotate --hook auth0-login --json'],
    ['attach cognito --pool-id eu-central-1_AbCdEf123'],
    ['detach cognito --pool-id eu-central-1_AbCdEf123'],
  ])('claims %s says in one line what to do', async (command) => {
    const words = [...command.split(' '), '--stage', 'prod'];
    const { code, stdout, stderr } = await runClaims(words, {
      env: { HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^claims: .*there are no AWS credentials: log in, or set AWS_PROFILE\)?\n$/);
  });
});
