import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { runClaims, tableEnvironment } from '../support/run-claims.ts';

let dynamodb: TestDynamoDB;
beforeAll(async () => {
  dynamodb = await startTestDynamoDB();
});
afterAll(() => dynamodb.stop());

const claims = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runClaims([...args], { env: { ...tableEnvironment(dynamodb), CLAIMS_REALM: 'customers', ...env } });

describe('claims user', () => {
  it('sets attributes as the types that the policy declares, in one write', async () => {
    const set = await claims(['user', 'set', 'auth0|1', 'user_id=42', 'department=42', 'feature_flags=beta,dark']);
    expect(set.stderr).toBe('');
    expect(set.code).toBe(0);
    const { item } = JSON.parse(set.stdout);
    expect(item).toMatchObject({
      key: { kind: 'user', realm: 'customers', subject: 'auth0|1' },
      attributes: { user_id: 42, department: '42', feature_flags: ['beta', 'dark'] },
      version: 1,
      updatedBy: 'tester',
    });
  });

  it('stores nothing of a command when one value is not of its type, and does not repeat the value', async () => {
    await claims(['user', 'set', 'auth0|2', 'user_id=1']);
    const refused = await claims(['user', 'set', 'auth0|2', 'department=sales', 'user_role=ROOT-9f3']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('user_role');
    expect(refused.stderr).not.toContain('ROOT-9f3');
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
    const shown = await claims(['user', 'show', 'auth0|2']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ attributes: { user_id: 1 }, version: 1 });
  });

  it('accepts an undeclared attribute and says what to declare', async () => {
    const set = await claims(['user', 'set', 'auth0|3', 'shoe_size=44', '--no-json']);
    expect(set.code).toBe(0);
    expect(set.stdout).toContain('No token will carry "shoe_size"');
    expect(set.stdout).toContain('shoe_size: { schema: z.int()');
  });

  it('unsets attributes, keeps the others', async () => {
    await claims(['user', 'set', 'auth0|4', 'user_id=4', 'department=it']);
    const unset = await claims(['user', 'unset', 'auth0|4', 'department']);
    expect(JSON.parse(unset.stdout).item).toMatchObject({ attributes: { user_id: 4 }, version: 2 });
    const missing = await claims(['user', 'unset', 'nobody', 'department']);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('There is no user "nobody"');
  });

  it('adds to groups and takes out of them, each name once', async () => {
    await claims(['user', 'groups', 'add', 'auth0|5', 'staff', 'premium']);
    await claims(['user', 'groups', 'add', 'auth0|5', 'premium']);
    const left = await claims(['user', 'groups', 'rm', 'auth0|5', 'staff']);
    expect(JSON.parse(left.stdout).item.groups).toEqual(['premium']);
  });

  it('keeps what somebody is in an organization apart', async () => {
    await claims(['user', 'set', 'auth0|6', 'department=home']);
    await claims(['user', 'set', 'auth0|6', '--in', 'acme', 'department=acme-sales']);
    const [person, membership] = await Promise.all([
      claims(['user', 'show', 'auth0|6']),
      claims(['user', 'show', 'auth0|6', '--in', 'acme']),
    ]);
    expect(JSON.parse(person.stdout).attributes).toEqual({ department: 'home' });
    expect(JSON.parse(membership.stdout)).toMatchObject({
      key: { kind: 'member', organization: 'acme' },
      attributes: { department: 'acme-sales' },
    });
    const members = await claims(['org', 'members', 'acme']);
    expect(JSON.parse(members.stdout).map(({ key }: { key: { subject: string } }) => key.subject)).toEqual(['auth0|6']);
  });

  it('blocks and unblocks', async () => {
    expect(JSON.parse((await claims(['user', 'block', 'auth0|7'])).stdout).item.blocked).toBe(true);
    expect(JSON.parse((await claims(['user', 'unblock', 'auth0|7'])).stdout).item.blocked).toBeUndefined();
  });

  it('refuses a write on top of a version that is not the newest', async () => {
    await claims(['user', 'set', 'auth0|8', 'user_id=1']);
    await claims(['user', 'set', 'auth0|8', 'user_id=2']);
    const late = await claims(['user', 'set', 'auth0|8', 'user_id=3', '--if-version', '1']);
    expect(late.code).toBe(1);
    expect(late.stderr).toContain('version 2');
    expect(JSON.parse((await claims(['user', 'show', 'auth0|8'])).stdout).attributes.user_id).toBe(2);
  });

  it('finds a person by e-mail, whatever the case', async () => {
    await claims(['user', 'set', 'auth0|9', 'user_id=9', '--email', 'Ada@Example.com']);
    const found = await claims(['user', 'list', '--email', 'ada@example.COM']);
    expect(JSON.parse(found.stdout)).toMatchObject([{ key: { subject: 'auth0|9' } }]);
  });

  it('shows a table to a person', async () => {
    await claims(['user', 'set', 'auth0|10', 'user_id=10']);
    const shown = await claims(['user', 'show', 'auth0|10', '--no-json']);
    expect(shown.stdout).toContain('user "auth0|10" of realm "customers"');
    expect(shown.stdout).toMatch(/user_id\s+10/);
  });

  it('says which realms there are when none is chosen', async () => {
    const unclear = await claims(['user', 'show', 'auth0|1'], { CLAIMS_REALM: '' });
    expect(unclear.code).toBe(2);
    expect(unclear.stderr).toMatch(/say which realm with --realm: customers, /);
  });
});

describe('claims group and client', () => {
  it('gives a group its precedence and lists it with its members', async () => {
    await claims(['group', 'set', 'premium', 'subscription_level=gold', '--precedence', '3']);
    await claims(['client', 'groups', 'add', 'reports', 'premium']);
    const listed = await claims(['group', 'list']);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ key: { name: 'premium' }, precedence: 3 }]);
    const members = await claims(['group', 'members', 'premium']);
    expect(JSON.parse(members.stdout)).toContainEqual(
      expect.objectContaining({ key: { kind: 'client', realm: 'customers', id: 'reports' } }),
    );
  });

  it('has no block for groups, which have no tokens', async () => {
    expect((await claims(['group', 'block', 'premium'])).code).toBe(2);
  });
});

describe('claims history, revoke, forget', () => {
  it('tells who changed what without values, and puts a version back', async () => {
    await claims(['user', 'set', 'auth0|20', 'department=secret-lab', '--by', 'ada']);
    await claims(['user', 'set', 'auth0|20', 'department=sales', 'user_id=1', '--by', 'bob']);
    const history = await claims(['history', 'user', 'auth0|20']);
    expect(JSON.parse(history.stdout)).toMatchObject([
      { version: 2, by: 'bob', changed: ['department', 'user_id'] },
      { version: 1, by: 'ada', changed: ['department'] },
    ]);
    expect(history.stdout).not.toContain('secret-lab');
    const values = await claims(['history', 'user', 'auth0|20', '--values', '--no-json']);
    expect(values.stdout).toContain('department: "secret-lab" -> "sales"');
    const back = await claims(['history', 'user', 'auth0|20', '--put-back', '1']);
    expect(JSON.parse(back.stdout).item).toMatchObject({ version: 3, attributes: { department: 'secret-lab' } });
  });

  it('deletes to a tombstone that put-back revives', async () => {
    await claims(['user', 'set', 'auth0|21', 'user_id=21']);
    expect(JSON.parse((await claims(['user', 'rm', 'auth0|21'])).stdout).item).toMatchObject({
      deleted: true,
      version: 2,
    });
    const set = await claims(['user', 'set', 'auth0|21', 'user_id=22']);
    expect(set.code).toBe(1);
    expect(set.stderr).toContain('was deleted at version 2');
    await claims(['history', 'user', 'auth0|21', '--put-back', '1']);
    expect(JSON.parse((await claims(['user', 'show', 'auth0|21'])).stdout)).toMatchObject({
      attributes: { user_id: 21 },
      version: 3,
    });
  });

  it('raises the epoch', async () => {
    await claims(['client', 'set', 'robot', 'user_role=admin']);
    expect(JSON.parse((await claims(['revoke', 'client', 'robot'])).stdout).epoch).toBe(1);
    expect(JSON.parse((await claims(['revoke', 'client', 'robot'])).stdout).epoch).toBe(2);
    expect((await claims(['revoke', 'group', 'premium'])).code).toBe(2);
    expect(JSON.parse((await claims(['revoke', 'user', 'auth0|never-stored'])).stdout)).toMatchObject({ epoch: 1 });
  });

  it('erases a person only when told so, with all changes', async () => {
    await claims(['user', 'set', 'auth0|22', 'user_id=22']);
    const unasked = await claims(['forget', 'user', 'auth0|22']);
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('--yes');
    expect((await claims(['user', 'show', 'auth0|22'])).code).toBe(0);
    expect((await claims(['forget', 'user', 'auth0|22', '--yes'])).code).toBe(0);
    expect((await claims(['user', 'show', 'auth0|22'])).code).toBe(1);
    expect(JSON.parse((await claims(['history', 'user', 'auth0|22'])).stdout)).toEqual([]);
  });
});

describe('claims hook', () => {
  it('overrides a mode for a share of the subjects, shows it and ends it', async () => {
    const set = await claims(['hook', 'mode', 'auth0-login', 'observe', '--share', '10', '--client', 'shop']);
    expect(JSON.parse(set.stdout)).toMatchObject({
      configured: 'enforce',
      override: { mode: 'observe', share: 10, clients: ['shop'] },
    });
    expect((await claims(['hook', 'list', '--no-json'])).stdout).toMatch(
      /auth0-login .*observe for 10 % of the subjects for the clients shop/,
    );
    await claims(['hook', 'mode', 'auth0-login', '--clear']);
    expect(JSON.parse((await claims(['hook', 'mode', 'auth0-login'])).stdout).override).toBeUndefined();
  });

  it('names the instances that there are', async () => {
    const unknown = await claims(['hook', 'mode', 'okta', 'off']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('auth0-login');
  });
});

describe('the audit log of the command', () => {
  it('has a line per change with names and no values', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'claims-')), 'audit.ndjson');
    await claims(['user', 'set', 'auth0|30', 'department=hush-hush', '--audit-log', file]);
    const line = readFileSync(file, 'utf8');
    expect(JSON.parse(line)).toMatchObject({
      event: 'change',
      by: 'tester',
      key: { subject: 'auth0|30' },
      attributes: ['department'],
      toVersion: 1,
    });
    expect(line).not.toContain('hush-hush');
  });
});
