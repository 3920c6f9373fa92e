import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAuditLog } from '../../functions/admin/audit-log.ts';
import { canaries, createHookWorld, item } from '../support/hook-world.ts';
import { runClaims } from '../support/run-claims.ts';

const folder = mkdtempSync(join(tmpdir(), 'audit-'));
const key = 'a-key-of-this-test';
const ada = item({ kind: 'user', realm: 'main', subject: 'auth0|ada' }, { role: canaries.attribute });
const eve = item({ kind: 'user', realm: 'main', subject: 'auth0|eve' }, {}, { blocked: true });

/** A day and the next one, as the hook logs them. */
const decisions = async (): Promise<readonly string[]> => {
  const day = (text: string) => () => Date.parse(text);
  const world = async (at: string, mode: 'enforce' | 'observe') =>
    createHookWorld({ items: [ada, eve], instance: { mode }, overrides: { now: day(at) } });
  const first = await world('2026-11-20T23:59:59.500Z', 'enforce');
  const second = await world('2026-11-21T00:00:00Z', 'enforce');
  const observed = await world('2026-11-21T10:00:00Z', 'observe');
  const send = async (hook: typeof first, at: string, event: object) => {
    const body = JSON.stringify(event);
    const { signWebhook } = await import('../support/hook-world.ts');
    await hook.send(body, signWebhook(body, { at: Date.parse(at) }));
  };
  await send(first, '2026-11-20T23:59:59Z', { subject: 'auth0|ada', client: 'shop' });
  await send(first, '2026-11-20T23:59:59Z', { subject: 'auth0|eve', client: 'shop' });
  await send(second, '2026-11-21T00:00:00Z', { subject: 'auth0|ada', client: 'reports', granted: ['level'] });
  await send(observed, '2026-11-21T10:00:00Z', { subject: 'auth0|ada', client: 'observed' });
  return [...first.lines, ...second.lines, ...observed.lines];
};

const changes = (): readonly string[] => {
  const lines: string[] = [];
  const log = (at: string) => createAuditLog({ write: (line) => lines.push(line), now: () => Date.parse(at) });
  const change = {
    event: 'change',
    action: 'put',
    by: 'operator|ada',
    fields: [],
    fromVersion: 1,
    toVersion: 2,
  } as const;
  log('2026-11-20T10:00:00Z')({ ...change, key: ada.key, attributes: ['role'] });
  log('2026-11-21T10:00:00Z')({ ...change, key: ada.key, attributes: [], fields: ['blocked'], by: 'operator|rene' });
  log('2026-11-21T11:00:00Z')({ ...change, key: { kind: 'client', realm: 'main', id: 'shop' }, attributes: ['level'] });
  return lines;
};

describe('claims audit', () => {
  const file = join(folder, 'log.ndjson');
  beforeAll(async () => {
    vi.stubEnv('LOG_SUBJECT_KEY', key);
    writeFileSync(file, [...(await decisions()), ...changes()].join('\n'));
    vi.unstubAllEnvs();
  });
  let printed = '';
  beforeEach(() => {
    printed = '';
  });
  const audit = async (...args: readonly string[]) => {
    const run = await runClaims(['audit', '--file', file, ...args]);
    expect(run.stderr).toBe('');
    printed = run.stdout;
    for (const canary of Object.values(canaries)) expect(printed).not.toContain(canary);
    return run.stdout.startsWith('[') ? JSON.parse(run.stdout) : run.stdout;
  };
  const clients = (lines: readonly { readonly client: string }[]) => lines.map(({ client }) => client);

  it('tells who was released a claim on a day, and not who would have been in observe mode', async () => {
    expect(clients(await audit('--claim', 'role', '--day', '2026-11-20'))).toEqual(['shop']);
    expect(clients(await audit('--claim', 'role', '--day', '2026-11-21'))).toEqual(['reports']);
    expect(clients(await audit('--claim', 'level'))).toEqual(['reports']);
    expect(await audit('--claim', 'ole')).toEqual([]);
  });

  it('tells what somebody got, by the key under which the log hashes subjects', async () => {
    const lines = await audit('--subject', 'auth0|ada', '--subject-key', key);
    expect(clients(lines)).toEqual(['shop', 'reports', 'observed']);
    expect(lines[0]).toMatchObject({
      released: { access_token: ['https://claims.test/role'] },
      withheld: { scope_not_granted: ['access_token:level'] },
    });
    const denied = await audit('--subject', 'auth0|eve', '--subject-key', key, '--no-json');
    expect(denied).toContain('deny (blocked) -> denial');
    expect(denied).toContain('1 decision about 1 subject');
    expect(await audit('--subject', lines[0].subject)).toHaveLength(3);
  });

  it('says that it cannot know whom a hash stands for, rather than that there was nobody', async () => {
    const run = await runClaims(['audit', '--file', file, '--subject', 'auth0|ada']);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('--subject-key');
    expect(await audit('--subject', 'nobody', '--subject-key', key)).toEqual([]);
  });

  it('takes the key from the environment', async () => {
    const run = await runClaims(['audit', '--file', file, '--subject', 'auth0|ada'], { env: { LOG_SUBJECT_KEY: key } });
    expect(JSON.parse(run.stdout)).toHaveLength(3);
  });

  it('narrows by client, hook and time', async () => {
    expect(clients(await audit('--client', 'shop'))).toEqual(['shop', 'shop']);
    expect(await audit('--hook', 'plain', '--from', '2026-11-21')).toHaveLength(2);
    expect(await audit('--hook', 'plain/hook', '--to', '2026-11-20')).toHaveLength(2);
    expect(await audit('--hook', 'other')).toEqual([]);
    expect(await audit('--from', '2026-11-21T00:00:00Z', '--to', '2026-11-21T09:00:00Z')).toHaveLength(1);
  });

  it('tells which changes happened, and who made them', async () => {
    expect(await audit('--changes')).toHaveLength(3);
    const about = await audit('--changes', '--subject', 'auth0|ada', '--no-json');
    expect(about).toMatch(/operator\|ada +put +user auth0\|ada \(main\) +role +1 -> 2/);
    expect(about).toContain('blocked');
    expect(about).toContain('2 changes');
    expect(await audit('--changes', '--claim', 'role')).toHaveLength(1);
    expect(await audit('--changes', '--client', 'shop')).toHaveLength(1);
    expect(await audit('--changes', '--day', '2026-11-21')).toHaveLength(2);
  });

  it('reads what the command itself logs', async () => {
    const own = join(folder, 'own.ndjson');
    writeFileSync(
      own,
      changes()
        .map((line) => JSON.stringify({ ...JSON.parse(line), message: undefined }))
        .join('\n'),
    );
    expect(JSON.parse((await runClaims(['audit', '--changes', '--file', own])).stdout)).toHaveLength(3);
  });

  it('asks CloudWatch the same, without a file', async () => {
    const ask = async (...args: readonly string[]) =>
      JSON.parse((await runClaims(['audit', '--stage', 'prod', ...args])).stdout);
    const { query, logGroups, commands } = await ask(
      '--claim',
      'user_role',
      '--day',
      '2026-11-20',
      '--subject',
      'a"b',
      '--subject-key',
      key,
    );
    expect(logGroups).toContain('/aws/lambda/custom-claims-prod-auth0-post-login');
    expect(query).toContain(String.raw`"user:a\"b"`);
    expect(query).toMatch(/"user:[0-9a-f]{32}"/);
    expect(query).toContain(`@timestamp >= ${Date.parse('2026-11-20')}`);
    expect(commands.join()).not.toContain(key);
    const pattern = /@message like \/(.*)\/ and/.exec(query)?.[1] ?? '';
    expect('"released":{"id_token":["https://claims.example.com/user_role"]},').toMatch(new RegExp(pattern));
    expect('"released":{"id_token":["user_roles"]},"withheld":{"x":["user_role"]}').not.toMatch(new RegExp(pattern));
    const asked = await ask('--changes', '--client', 'shop');
    expect(asked.logGroups).toEqual(['/aws/lambda/custom-claims-prod-admin']);
    expect(asked.query).toContain('key.kind = "client" and key.id = "shop"');
  });

  it.each([
    ['--day', 'yesterday'],
    ['--day', '2026-11-20', '--from', '2026-11-19'],
  ])('refuses %s %s %s %s', async (...args) => {
    const run = await runClaims(['audit', '--file', file, ...args]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});
