import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scanItems } from '../../bin/transfer/scan-items.ts';
import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import type { Item } from '../../lib/attributes/item.ts';
import { toItem } from '../../lib/attributes/item-codec.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { startFaultyDynamoDB } from '../support/faulty-dynamodb.ts';
import { differencesFrom, runImportUntil, writeUsers } from '../support/interrupted-import.ts';
import { runClaims, tableEnvironment } from '../support/run-claims.ts';
import { storeFaults } from '../support/store-faults.ts';

let dynamodb: TestDynamoDB;
let store: AttributeStore & { close(): void };
let directory: string;
beforeAll(async () => {
  dynamodb = await startTestDynamoDB();
  store = createDynamoDBAttributeStore({
    endpoint: dynamodb.endpoint,
    table: dynamodb.tables.attributes,
    changesTable: dynamodb.tables.changes,
  });
});
afterAll(async () => {
  store.close();
  await dynamodb.stop();
});
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'claims-import-'));
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  // A few at a time: the embedded store has one thread, and a busy machine more to do.
  const keys = (await everything()).map(({ key }) => key);
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
        await store.forget(key);
      }
    }),
  );
});

const everything = (): Promise<Item[]> => Array.fromAsync(scanItems(store));
const claims = (args: readonly string[], input?: string) =>
  runClaims([...args], { env: { ...tableEnvironment(dynamodb), CLAIMS_REALM: 'customers' }, input });
const write = (name: string, content: string | Uint8Array): string => {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
};
const lines = (...rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const user = (subject: string, attributes: object, rest: object = {}) => ({
  kind: 'user',
  realm: 'customers',
  subject,
  attributes,
  ...rest,
});

const mixed = [
  user(
    'auth0|1',
    { user_id: 1, department: '0042', feature_flags: ['a', 'b'], note: { deep: [1, 'x'] } },
    {
      groups: ['staff', 'a;b'],
      email: 'one@example.com',
    },
  ),
  user('auth0|2', { department: 'say "hi", you', user_role: 'admin' }, { blocked: true, organization: 'acme' }),
  {
    kind: 'member',
    realm: 'customers',
    organization: 'acme',
    subject: 'auth0|2',
    attributes: { user_role: 'support' },
  },
  { kind: 'group', realm: 'customers', name: 'staff', attributes: { subscription_level: 'gold' }, precedence: 2 },
  { kind: 'org', realm: 'customers', id: 'acme', attributes: { company_id: 7 } },
  { kind: 'client', realm: 'customers', id: 'robot', attributes: {}, groups: ['staff'] },
];

describe('claims export and import', () => {
  it.each(['ndjson', 'json', 'csv', 'ndjson.gz', 'csv.gz'])('brings everything back through %s', async (ending) => {
    expect((await claims(['import', write('first.ndjson', lines(...mixed))])).code).toBe(0);
    const before = await everything();
    expect(before).toHaveLength(mixed.length);
    const file = join(directory, `export.${ending}`);
    expect((await claims(['export', '--output', file])).code).toBe(0);
    for (const { key } of before) {
      await store.forget(key);
    }
    const imported = await claims(['import', file]);
    expect(imported.stderr).toBe('');
    expect(JSON.parse(imported.stdout)).toMatchObject({ rows: mixed.length, counts: { created: mixed.length } });
    const contents = (items: readonly Item[]) =>
      items
        .map(({ updatedAt: _at, updatedBy: _by, lastChange: _change, ...item }) => item)
        .toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));
    expect(contents(await everything())).toEqual(contents(before));
  });

  it('exports the realm and the kinds that are asked for, tombstones only on request', async () => {
    await claims(['import', write('all.ndjson', lines(...mixed, { ...mixed[3], realm: 'customers-cognito' }))]);
    await claims(['user', 'rm', 'auth0|1']);
    const rows = async (...args: readonly string[]) =>
      (await claims(['export', ...args])).stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(await rows('--kind', 'user')).toEqual([expect.objectContaining({ subject: 'auth0|2', version: 1 })]);
    expect(await rows('--kind', 'user', '--deleted')).toHaveLength(2);
    expect(await rows('--all-realms', '--kind', 'group')).toHaveLength(2);
  });

  it('reads standard input', async () => {
    const imported = await claims(['import', '-'], lines(user('auth0|9', { user_id: 9 })));
    expect(imported.code).toBe(0);
    expect(await everything()).toHaveLength(1);
  });
});

describe('claims import', () => {
  const faulty = [
    lines(user('auth0|1', { user_id: 1 })),
    '{"kind": "user", "realm"\n',
    lines(
      user('auth0|3', { user_id: 'TOP-VALUE-17' }),
      user('auth0|4', { department: `key ${'-----BEGIN '}RSA PRIVATE KEY${'-----'}` }),
      { ...user('auth0|5', {}), realm: 'nowhere' },
      { ...user('auth0|6', {}), shoe: 44 },
      user('auth0|1', { user_id: 2 }),
      { kind: 'planet', realm: 'customers' },
      user('auth0|9', { user_id: 9 }),
    ),
  ].join('');

  it('writes nothing when a row is refused, and reports each with its line and without its value', async () => {
    const report = join(directory, 'refused.ndjson');
    const imported = await claims(['import', write('users.ndjson', faulty), '--report', report]);
    expect(imported.code).toBe(1);
    expect(await everything()).toEqual([]);
    const refused = readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(refused.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(refused[0].problem).toBe('is not valid JSON');
    expect(refused[1].problem).toContain('"user_id"');
    expect(refused[2].problem).toContain('sensitive');
    expect(refused[3].problem).toContain('realm');
    expect(refused[4].problem).toContain('"shoe"');
    expect(refused[5].problem).toContain('same item');
    expect(`${imported.stdout}${imported.stderr}${readFileSync(report, 'utf8')}`).not.toMatch(/TOP-VALUE-17|RSA/);
  });

  it('writes the others when asked to, and still ends with 1', async () => {
    const imported = await claims(['import', write('users.ndjson', faulty), '--skip-refused']);
    expect(imported.code).toBe(1);
    expect(JSON.parse(imported.stdout)).toMatchObject({ rows: 9, refused: 7, counts: { created: 2 } });
    expect((await everything()).map(({ attributes }) => attributes['user_id']).toSorted()).toEqual([1, 9]);
  });

  it('only checks in a dry run', async () => {
    const dry = await claims(['import', write('users.ndjson', lines(...mixed)), '--dry-run', '--no-json']);
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain('Nothing was written.');
    expect(dry.stdout).toContain('2 user, 1 member, 1 group, 1 org, 1 client');
    expect(await everything()).toEqual([]);
  });

  it('replaces, merges or skips what is there, and counts no version for what is the same', async () => {
    await claims(['user', 'set', 'auth0|1', 'user_id=1', 'department=it']);
    const file = write('users.ndjson', lines(user('auth0|1', { user_id: 2 })));
    const one = async (...args: readonly string[]) => {
      const { counts } = JSON.parse((await claims(['import', file, ...args])).stdout);
      const [item] = await everything();
      return { counts, attributes: item?.attributes, version: item?.version };
    };
    expect(await one('--existing', 'skip')).toMatchObject({ counts: { skipped: 1 }, version: 1 });
    expect(await one('--existing', 'merge')).toMatchObject({
      counts: { updated: 1 },
      attributes: { user_id: 2, department: 'it' },
      version: 2,
    });
    expect(await one()).toMatchObject({ counts: { updated: 1 }, attributes: { user_id: 2 }, version: 3 });
    expect(await one()).toMatchObject({ counts: { unchanged: 1 }, version: 3 });
  });

  it('leaves a deleted person deleted unless told to revive', async () => {
    await claims(['user', 'set', 'auth0|1', 'user_id=1']);
    await claims(['user', 'rm', 'auth0|1']);
    const file = write('users.ndjson', lines(user('auth0|1', { user_id: 2 })));
    expect(JSON.parse((await claims(['import', file])).stdout).counts).toMatchObject({ tombstone: 1 });
    expect((await everything())[0]).toMatchObject({ deleted: true, version: 2 });
    await claims(['import', file, '--revive']);
    expect((await everything())[0]).toMatchObject({ attributes: { user_id: 2 }, version: 3 });
  });

  it('loses and doubles nothing when it is killed without warning and goes on', { timeout: 120_000 }, async () => {
    const file = join(directory, 'users.ndjson');
    await writeUsers(file, 5000);
    const killed = await runImportUntil(file, dynamodb, { killAt: 1, concurrency: 4 });
    expect(killed.killed).toBe(true);
    expect(existsSync(`${file}.claims-import`)).toBe(true);
    const resumed = await runImportUntil(file, dynamodb);
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.stderr).toMatch(/Going on after \d+ of 5000 rows/);
    expect(existsSync(`${file}.claims-import`)).toBe(false);
    const { counts } = JSON.parse(resumed.stdout);
    expect(counts.created + counts.unchanged).toBe(5000);
    expect(await differencesFrom(scanItems(store), 5000)).toEqual({ found: 5000, wrong: [] });
  });

  it('does not go on with another file than the one that was interrupted', { timeout: 120_000 }, async () => {
    const file = join(directory, 'users.ndjson');
    await writeUsers(file, 5000);
    await runImportUntil(file, dynamodb, { killAt: 1, concurrency: 4 });
    await writeUsers(file, 10);
    const refused = await claims(['import', file]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('--restart');
    const restarted = await claims(['import', file, '--restart']);
    expect(JSON.parse(restarted.stdout)).toMatchObject({ rows: 10, done: 10 });
  });

  it('goes on more slowly while the store is throttled, and ends at once where waiting does not help', async () => {
    const faulty = await startFaultyDynamoDB(dynamodb.endpoint);
    const file = write(
      'users.ndjson',
      lines(...Array.from({ length: 60 }, (_, index) => user(`t|${index}`, { user_id: index }))),
    );
    const faultOf = (name: string) => {
      const fault = storeFaults.find((candidate) => candidate.name === name);
      if (fault === undefined) throw new Error(name);
      return fault;
    };
    try {
      await faulty.inject(faultOf('throttling for ever'));
      const importing = runImportUntil(file, { ...dynamodb, endpoint: faulty.endpoint });
      // 32 writes at a time, each tried five times by the store itself before the import hears of it.
      while (faulty.calls.length < 170) {
        await delay(20);
      }
      await faulty.recover();
      const imported = await importing;
      expect(imported.code).toBe(0);
      expect(imported.stderr).toContain('going on more slowly');
      expect(JSON.parse(imported.stdout).counts).toMatchObject({ created: 60 });
      expect(await everything()).toHaveLength(60);

      await faulty.inject(faultOf('no permission'));
      const refused = await runImportUntil(file, { ...dynamodb, endpoint: faulty.endpoint });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('AccessDeniedException');
    } finally {
      await faulty.stop();
    }
  });

  it('writes DynamoDB JSON that the store reads as its own items', async () => {
    const output = join(directory, 'items.json.gz');
    const imported = await claims([
      'import',
      write('users.ndjson', lines(...mixed)),
      '--to',
      'dynamodb-json',
      '--output',
      output,
    ]);
    expect(imported.code).toBe(0);
    expect(await everything()).toEqual([]);
    const items = gunzipSync(readFileSync(output))
      .toString()
      .trim()
      .split('\n')
      .map((line) => toItem(JSON.parse(line).Item));
    expect(items).toHaveLength(mixed.length);
    expect(items[0]).toMatchObject({
      key: { kind: 'user', realm: 'customers', subject: 'auth0|1' },
      attributes: { user_id: 1, note: { deep: [1, 'x'] } },
      version: 1,
      lastChange: { version: 1, action: 'put' },
    });
  });

  it('says where CSV and JSON break', async () => {
    const csv = await claims(['import', write('users.csv', 'kind,realm,subject\nuser,customers\n')]);
    expect(JSON.parse(csv.stdout).refusedRows).toEqual([{ line: 2, problem: 'has 2 cells where the header has 3' }]);
    const json = await claims(['import', write('users.json', `[${JSON.stringify(user('a', {}))},`)]);
    expect(json).toMatchObject({ code: 2 });
    expect(json.stderr).toContain('the array does not end');
    const unknown = await claims(['import', write('users.txt', '')]);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain('--format');
    const missing = await claims(['import', join(directory, 'none.ndjson')]);
    expect(missing.stderr).toMatch(/none\.ndjson cannot be read \(ENOENT\)/);
  });
});

describe('claims import --from auth0', () => {
  const policy = ['--map', 'app_metadata.billing.plan=subscription_level'];
  const exported = lines(
    {
      user_id: 'auth0|1',
      email: 'one@example.com',
      app_metadata: {
        user_id: 17,
        billing: { plan: 'gold', account: 'x' },
        roles: ['editor'],
        authorization: { groups: ['staff'], roles: ['writer'] },
      },
      user_metadata: { user_role: 'admin' },
    },
    { user_id: 'google-oauth2|2', email: 'two@example.com', blocked: true, roles: [{ id: 'rol_1', name: 'editor' }] },
  );

  it('reads app_metadata, roles and groups of a gzipped export job, never user_metadata', async () => {
    const file = write('users.json.gz', gzipSync(exported));
    const assignments = write('admins.json', JSON.stringify({ users: [{ user_id: 'auth0|1', name: 'One' }] }));
    const imported = await claims([
      'import',
      file,
      '--from',
      'auth0',
      ...policy,
      '--groups-from',
      `admins=${assignments}`,
    ]);
    expect(imported.stderr).toBe('');
    expect(JSON.parse(imported.stdout)).toMatchObject({
      counts: { created: 2 },
      ignored: { 'app_metadata.billing.account': 1 },
    });
    const items = (await everything()).toSorted((a, b) => (a.email ?? '').localeCompare(b.email ?? ''));
    expect(items).toMatchObject([
      {
        key: { kind: 'user', realm: 'customers', subject: 'auth0|1' },
        email: 'one@example.com',
        attributes: { user_id: 17, subscription_level: 'gold' },
        groups: ['editor', 'staff', 'writer', 'admins'],
      },
      { key: { subject: 'google-oauth2|2' }, blocked: true, groups: ['editor'], attributes: {} },
    ]);
    expect(items[0]?.attributes).not.toHaveProperty('user_role');
  });

  it('reads the CSV form, whose cells are texts, and keeps what is stored already', async () => {
    await claims(['user', 'set', 'auth0|1', 'department=it']);
    const file = write(
      'users.csv',
      'user_id,email,app_metadata.user_id,app_metadata.roles\nauth0|1,one@example.com,17,"a,b"\n',
    );
    await claims(['import', file, '--from', 'auth0']);
    expect(await everything()).toMatchObject([{ attributes: { user_id: 17, department: 'it' }, groups: ['a', 'b'] }]);
  });
});

describe('claims import --from cognito', () => {
  const listed = {
    Users: [
      {
        Username: 'ada',
        Attributes: [
          { Name: 'sub', Value: '7d1c' },
          { Name: 'email', Value: 'ada@example.com' },
          { Name: 'custom:user_id', Value: '17' },
          { Name: 'custom:flags', Value: 'beta,dark' },
          { Name: 'custom:shoe', Value: '44' },
          { Name: 'department', Value: 'standard attributes are not taken' },
        ],
        Enabled: true,
      },
      { Username: 'bob', Attributes: [{ Name: 'sub', Value: '8e2d' }], Enabled: false },
    ],
  };

  it('reads list-users, with texts as the types that claims declare, and groups by username', async () => {
    const file = write('users.json', JSON.stringify(listed, undefined, 2));
    const staff = write('staff.json', JSON.stringify({ Users: [{ Username: 'ada' }] }));
    const imported = await claims([
      'import',
      file,
      '--from',
      'cognito',
      '--map',
      'custom:flags=feature_flags',
      '--groups-from',
      `staff=${staff}`,
    ]);
    expect(imported.stderr).toBe('');
    expect(JSON.parse(imported.stdout).ignored).toEqual({ 'custom:shoe': 1 });
    const items = (await everything()).toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));
    expect(items).toMatchObject([
      {
        key: { subject: '7d1c' },
        email: 'ada@example.com',
        attributes: { user_id: 17, feature_flags: ['beta', 'dark'] },
        groups: ['staff'],
      },
      { key: { subject: '8e2d' }, blocked: true },
    ]);
    expect(items[0]?.attributes).not.toHaveProperty('department');
  });

  it('reads list-groups with their precedence', async () => {
    const file = write('groups.json', JSON.stringify({ Groups: [{ GroupName: 'staff', Precedence: 3 }] }));
    await claims(['import', file, '--from', 'cognito']);
    expect(await everything()).toMatchObject([{ key: { kind: 'group', name: 'staff' }, precedence: 3 }]);
  });

  it('explains why its CSV needs another subject', async () => {
    const file = write('users.csv', 'cognito:username,email,custom:user_id\nada,ada@example.com,17\n');
    const refused = await claims(['import', file, '--from', 'cognito']);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('--subject username');
    expect((await claims(['import', file, '--from', 'cognito', '--subject', 'username'])).code).toBe(0);
    expect(await everything()).toMatchObject([{ key: { subject: 'ada' }, attributes: { user_id: 17 } }]);
  });
});
