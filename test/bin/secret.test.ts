import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookKeys } from '../../lib/callers/standard-webhooks.ts';
import { activeValues } from '../../lib/secrets/secret-value.ts';
import { type LocalParameterStore, startParameterStore } from '../../local/parameter-store.ts';
import { runClaims } from '../support/run-claims.ts';

const path = '/custom-claims/test/hooks';
const instance = (hook: string, proof: object) => ({
  hook,
  realm: 'main',
  proof,
  scopes: { from: 'granted' },
  groups: 'both',
  onFailure: 'deny',
  mode: 'enforce',
});
const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
const hooksFile = join(folder, 'hooks.config.mjs');
writeFileSync(
  hooksFile,
  `export default ${JSON.stringify({
    login: instance('auth0/post-login', { kind: 'standard-webhooks', secret: 'login' }),
    shop: instance('supabase/custom-access-token', { kind: 'standard-webhooks', secret: 'shop' }),
    people: instance('okta/token-inline-hook', { kind: 'static-header', secret: 'staff/people', header: 'X-Okta' }),
    access: instance('zitadel/pre-access-token', { kind: 'zitadel-signature', secret: 'access' }),
    pool: instance('cognito/pre-token-generation-v3', { kind: 'user-pools', userPoolIds: ['eu_1'] }),
  })}`,
);

describe('claims secret', () => {
  let store: LocalParameterStore;
  beforeEach(async () => {
    store = await startParameterStore();
  });
  afterEach(() => store.close());

  const secret = (args: readonly string[], input?: string) =>
    runClaims(['secret', ...args, '--hooks', hooksFile], {
      env: { SECRETS_PATH: path, SSM_ENDPOINT: store.url },
      input,
    });
  const rotate = (...args: readonly string[]) => secret(['rotate', ...args]);
  const stored = (name: string): unknown => JSON.parse(store.parameters.get(`${path}/${name}`) ?? 'null');
  const storedAs = (name: string) => activeValues(store.parameters.get(`${path}/${name}`) ?? '') ?? [];

  it('makes a Standard Webhooks secret and says where it goes at the IdP', async () => {
    const made = await rotate('--hook', 'login', '--show', '--no-json');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const [current = ''] = storedAs('login');
    expect(stored('login')).toEqual({ current });
    expect(current).toMatch(/^whsec_/);
    expect(webhookKeys(current, 'login')[0]?.symmetricKeySize).toBe(32);
    expect(made.stdout).toContain(`${path}/login`);
    expect(made.stdout).toContain(`\n${current}\n`);
    expect(made.stdout).toContain('CLAIMS_SECRET');
    expect(made.stdout).not.toContain('--finish');
  });

  it('rolls it: two count until --finish drops the older one', async () => {
    const [first, second] = [await rotate('--hook', 'people', '--json'), await rotate('--hook', 'people', '--json')];
    const [old, recent] = [JSON.parse(first.stdout).value, JSON.parse(second.stdout).value];
    expect(old).not.toBe(recent);
    expect(storedAs('staff/people')).toEqual([recent, old]);
    expect(JSON.parse(second.stdout)).toMatchObject({ done: 'rotated', active: 2 });

    const third = await rotate('--hook', 'people', '--json');
    expect(third).toMatchObject({ code: 1, stdout: '' });
    expect(third.stderr).toContain('--finish');
    expect(storedAs('staff/people')).toEqual([recent, old]);

    const done = await rotate('--hook', 'people', '--finish', '--no-json');
    expect(done.code).toBe(0);
    expect(done.stdout).not.toContain(recent);
    expect(stored('staff/people')).toEqual({ current: recent });
    expect(JSON.parse((await rotate('--hook', 'people', '--finish')).stdout)).toMatchObject({ done: 'unchanged' });
  });

  it('makes none that nobody would see', async () => {
    const unseen = await rotate('--hook', 'people');
    expect(unseen).toMatchObject({ code: 2, stdout: '' });
    expect(unseen.stderr).toContain('--show');
    expect(store.parameters.size).toBe(0);
  });

  it('gives Supabase the form that Supabase takes', async () => {
    const { value } = JSON.parse((await rotate('--hook', 'shop', '--json')).stdout);
    expect(value).toMatch(/^v1,whsec_/);
    expect(storedAs('shop')).toEqual([value.slice(3)]);
  });

  it('stores the key that ZITADEL made, without repeating it', async () => {
    const own = await rotate('--hook', 'access', '--json');
    expect(own).toMatchObject({ code: 2, stdout: '' });
    expect(own.stderr).toContain('--value-from-stdin');

    const key = 'Zk3y-9f2c-5d1e-0a7b';
    const kept = await secret(['rotate', '--hook', 'access', '--value-from-stdin'], `${key}\n`);
    expect(kept.code).toBe(0);
    expect(stored('access')).toEqual({ current: key });
    expect(kept.stdout + kept.stderr).not.toContain(key);

    const again = await secret(['rotate', '--hook', 'access', '--value-from-stdin'], key);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(stored('access')).toEqual({ current: key });
  });

  it.each([
    ['short', 'people', 'too-short'],
    ['of two lines', 'people', 'a-value-of-enough-length\nand-one-more'],
    ['not base64 where it must be', 'login', 'whsec_****************not-base64'],
  ])('refuses a key from elsewhere that is %s, without repeating it', async (_what, hook, key) => {
    const refused = await secret(['rotate', '--hook', hook, '--value-from-stdin'], key);
    expect(refused.code).toBeGreaterThan(0);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
    expect(refused.stderr).not.toContain(key);
    expect(store.parameters.size).toBe(0);
  });

  it('replaces what no function could use, and says so', async () => {
    store.put(`${path}/staff/people`, 'pasted as it is');
    const made = await rotate('--hook', 'people', '--json');
    expect(made.stderr).toContain('it is replaced');
    expect(made.stderr).not.toContain('pasted as it is');
    expect(stored('staff/people')).toEqual({ current: JSON.parse(made.stdout).value });
  });

  it('says who has no secret, and which instances there are', async () => {
    const pool = await rotate('--hook', 'pool', '--json');
    expect(pool).toMatchObject({ code: 2, stdout: '' });
    expect(pool.stderr).toContain('user pool');
    expect((await rotate('--hook', 'nobody', '--json')).stderr).toContain('login, shop, people, access, pool');
    expect((await rotate('--json')).stderr).toContain('--hook INSTANCE');
  });

  it('shows what there is, and the secret itself only when asked', async () => {
    expect((await secret(['show', '--hook', 'login'])).stderr).toContain('claims secret rotate --hook login');
    const { value } = JSON.parse((await rotate('--hook', 'login', '--json')).stdout);
    const shown = await secret(['show', '--hook', 'login']);
    expect(shown.stdout).not.toContain(value);
    expect(JSON.parse(shown.stdout)).toMatchObject({ parameter: `${path}/login`, instances: ['login'], active: 1 });
    expect(JSON.parse((await secret(['show', '--hook', 'login', '--value'])).stdout).value).toBe(value);
  });

  it('says in one line that Parameter Store does not answer', async () => {
    const failed = await runClaims(['secret', 'rotate', '--hook', 'people', '--hooks', hooksFile, '--json'], {
      env: { SECRETS_PATH: path, SSM_ENDPOINT: 'http://127.0.0.1:1/' },
    });
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toMatch(/^claims: reading .*\/people from Parameter Store failed \(ECONNREFUSED/);
    expect(failed.stderr.trim().split('\n')).toHaveLength(1);
  });
});
