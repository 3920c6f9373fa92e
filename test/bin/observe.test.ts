import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { canaries, createHookWorld, item, namespace, policy } from '../support/hook-world.ts';
import { plainHook } from '../support/plain-hook.ts';
import { runClaims } from '../support/run-claims.ts';

const folder = mkdtempSync(join(tmpdir(), 'observe-'));
const fileOf = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const report = async (file: string, ...args: readonly string[]) => {
  const run = await runClaims(['observe', 'report', '--file', file, ...args]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout;
};

/** Three logins as a hook in observe mode logs them: one like before, one that differs, one that would be denied. */
const observedLines = async (): Promise<readonly string[]> => {
  const blocked = item({ kind: 'user', realm: 'main', subject: 'eve' }, {}, { blocked: true });
  const known = item({ kind: 'user', realm: 'main', subject: canaries.subject }, { role: canaries.attribute });
  const world = await createHookWorld({ instance: { mode: 'observe' }, items: [known, blocked] });
  await world.call({ subject: canaries.subject, present: { [`${namespace}role`]: canaries.attribute } });
  await world.call({ subject: canaries.subject, present: { [`${namespace}role`]: 'another' } });
  await world.call({ subject: 'eve' });
  return world.lines;
};

describe('claims observe report', () => {
  let lines: readonly string[] = [];
  let file = '';
  beforeAll(async () => {
    lines = await observedLines();
    file = fileOf('decisions.ndjson', `${lines.join('\n')}\n`);
  });

  it('adds up what would have become of the logins, by instance', async () => {
    const { instances, otherDecisions } = JSON.parse(await report(file));
    expect(otherDecisions).toBe(0);
    expect(instances).toEqual([
      expect.objectContaining({
        instance: 'plain',
        hook: 'plain/hook',
        decisions: 3,
        subjects: 2,
        wouldDeny: { blocked: 1 },
        failures: {},
        differences: [
          {
            token: 'access_token',
            name: `${namespace}role`,
            same: 1,
            different: 1,
            added: 0,
            missing: 0,
            suppressed: 0,
          },
        ],
        scopes: [],
        released: { [`access_token:${namespace}role`]: 2 },
      }),
    ]);
    expect(instances[0].withheld).toContainEqual({
      reason: 'scope_not_granted',
      claim: 'access_token:level',
      count: 2,
    });
  });

  it('tells it to people, and no value', async () => {
    const text = await report(file, '--no-json');
    expect(text).toContain('plain (plain/hook)');
    expect(text).toContain('1 would have been denied: blocked 1');
    expect(text).toMatch(/access_token +https:\/\/claims\.test\/role +1 +1 +0 +0 +0/);
    for (const canary of Object.values(canaries)) expect(text).not.toContain(canary);
  });

  it('tells which of the IdP’s own claims and which scopes enforcing would take and give', async () => {
    const world = await createHookWorld({
      instance: { mode: 'observe' },
      hook: plainHook({ canSuppress: true, canChangeScopes: true }),
      policy: {
        ...policy,
        suppress: { access_token: ['email'] },
        changeScopes: () => ({ add: ['orders:write'], remove: ['profile'] }),
      },
    });
    await world.call({ subject: canaries.subject, granted: ['profile'], present: { email: canaries.attribute } });
    await world.call({ subject: canaries.subject, granted: ['orders:write'], present: { sub: 'u' } });
    const lost = fileOf('lost.ndjson', world.lines.join('\n'));
    const [{ differences, scopes }] = JSON.parse(await report(lost)).instances;
    expect(differences).toContainEqual(
      expect.objectContaining({ token: 'access_token', name: 'email', suppressed: 1, missing: 0 }),
    );
    expect(scopes).toEqual([
      { scope: 'orders:write', added: 1, removed: 0 },
      { scope: 'profile', added: 0, removed: 1 },
    ]);
    const text = await report(lost, '--no-json');
    expect(text).toMatch(/access_token +email +0 +0 +0 +0 +1/);
    expect(text).toMatch(/profile +0 +1/);
    expect(text).not.toContain(canaries.attribute);
  });

  it('does not count what other modes decided', async () => {
    const enforced = await createHookWorld();
    await enforced.call({ subject: canaries.subject });
    const both = fileOf('both.ndjson', [...lines, ...enforced.lines].join('\n'));
    const { instances, otherDecisions } = JSON.parse(await report(both));
    expect(instances[0].decisions).toBe(3);
    expect(otherDecisions).toBe(1);
  });

  it('counts one instance only, where asked', async () => {
    expect(JSON.parse(await report(file, '--hook', 'plain')).instances).toHaveLength(1);
    expect(JSON.parse(await report(file, '--hook', 'other')).instances).toHaveLength(0);
  });

  it.each<[string, (all: readonly string[]) => string | Uint8Array]>([
    [
      'lines of `aws logs tail`',
      (all) => all.map((line) => `2026-11-20T08:00:00+00:00 2026/11/20/[$LATEST]ab ${line}`).join('\n'),
    ],
    [
      'the events of `aws logs filter-log-events`',
      (all) =>
        JSON.stringify(
          { events: all.map((message) => ({ timestamp: 1, message: `${message}\n` })), searchedLogStreams: [] },
          undefined,
          4,
        ),
    ],
    [
      'rows of Logs Insights',
      (all) =>
        JSON.stringify(
          { results: all.map((value) => [{ field: '@message', value }]), status: 'Complete' },
          undefined,
          2,
        ),
    ],
    [
      'an array',
      (all) =>
        JSON.stringify(
          all.map((line) => JSON.parse(line)),
          undefined,
          2,
        ),
    ],
    [
      "Lambda's own JSON around each line",
      (all) =>
        all.map((line) => JSON.stringify({ timestamp: 'x', level: 'INFO', message: JSON.parse(line) })).join('\n'),
    ],
    ['a gzipped export to S3', (all) => gzipSync(all.map((line) => `2026-11-20T08:00:00.000Z ${line}`).join('\n'))],
    [
      'lines among those of Lambda itself',
      (all) =>
        [
          'START RequestId: 1 Version: 5',
          ...all,
          'REPORT RequestId: 1 Duration: 3 ms',
          '{"type":"platform.report"}',
          '{broken',
        ].join('\r\n'),
    ],
  ])('reads %s', async (what, wrap) => {
    const wrapped = fileOf(what.replaceAll(/\W/g, '-'), wrap(lines));
    expect(JSON.parse(await report(wrapped))).toEqual(JSON.parse(await report(file)));
  });

  it('reads standard input', async () => {
    const run = await runClaims(['observe', 'report', '--file', '-'], { input: lines.join('\n') });
    expect(JSON.parse(run.stdout)).toEqual(JSON.parse(await report(file)));
  });

  it('says that nothing was observed', async () => {
    expect(await report(fileOf('empty', ''), '--no-json')).toContain('No decision in observe mode');
  });

  it('prints how to ask CloudWatch, without a file', async () => {
    const run = await runClaims(['observe', 'report', '--stage', 'prod', '--hook', 'auth0-login']);
    const { logGroups, query, commands } = JSON.parse(run.stdout);
    expect(logGroups).toEqual(['/aws/lambda/custom-claims-prod-auth0-post-login']);
    expect(query).toContain('filter message = "decision" and mode = "observe" and (instance = "auth0-login"');
    expect(commands[0]).toContain(
      'aws logs filter-log-events --log-group-name /aws/lambda/custom-claims-prod-auth0-post-login',
    );
  });

  it('says in one line that there is no such file', async () => {
    const run = await runClaims(['observe', 'report', '--file', join(folder, 'none')]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^claims: .*none cannot be read/);
  });
});
