import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import policy from '../../claims.config.ts';
import { createAdminApp } from '../../functions/admin/app.ts';
import { hooks } from '../../functions/hooks.ts';
import instances from '../../hooks.config.ts';
import type { AttributeStore } from '../../lib/attributes/attribute-store.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import { audience, type Provider, startProvider } from '../admin/support.ts';
import { runClaims } from '../support/run-claims.ts';

let provider: Provider;
let store: AttributeStore;
let server: Server;
let api: string;
let token: string;
beforeAll(async () => {
  provider = await startProvider();
  store = createMemoryAttributeStore();
  const app = createAdminApp(
    { store, policy, hooks, instances, record: () => undefined },
    { issuer: provider.issuer, audience, jwksUri: `${provider.issuer}/jwks`, algorithms: ['RS256'] },
    { onFault: () => undefined },
  );
  server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started as Server));
  });
  const { port } = server.address() as AddressInfo;
  api = `http://127.0.0.1:${port}/admin`;
  token = await provider.sign();
});
afterAll(() => {
  server.close();
  provider.close();
});

const claims = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runClaims([...args, '--api', api], { env: { CLAIMS_REALM: 'customers', CLAIMS_API_TOKEN: token, ...env } });
const json = async (...args: readonly string[]) => {
  const run = await claims(args);
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  return JSON.parse(run.stdout);
};

describe('claims --api', () => {
  it('does through the admin API what it does in the table', async () => {
    expect(await json('user', 'set', 'auth0|1 ü', 'user_id=42', '--email', 'ada@example.com')).toMatchObject({
      item: {
        key: { kind: 'user', realm: 'customers', subject: 'auth0|1 ü' },
        attributes: { user_id: 42 },
        version: 1,
      },
    });
    await json('user', 'set', 'auth0|1 ü', 'department=it');
    await json('user', 'groups', 'add', 'auth0|1 ü', 'staff');
    await json('user', 'block', 'auth0|1 ü');
    expect(await json('user', 'show', 'auth0|1 ü')).toMatchObject({
      attributes: { user_id: 42, department: 'it' },
      groups: ['staff'],
      blocked: true,
      version: 4,
      updatedBy: 'operator|ada',
    });
    expect(await json('user', 'unblock', 'auth0|1 ü')).toMatchObject({ item: { version: 5 } });
    expect(await json('user', 'list', '--email', 'ADA@example.com')).toHaveLength(1);
    expect(await json('group', 'members', 'staff')).toMatchObject([{ key: { subject: 'auth0|1 ü' } }]);
  });

  it('keeps memberships apart, shows history and puts back, revokes and forgets', async () => {
    await json('user', 'set', 'auth0|2', '--in', 'a:b', 'department=sales');
    expect(await json('org', 'members', 'a:b')).toMatchObject([
      { key: { kind: 'member', organization: 'a:b', subject: 'auth0|2' } },
    ]);
    await json('user', 'set', 'auth0|2', '--in', 'a:b', 'department=it');
    expect(await json('history', 'user', 'auth0|2', '--in', 'a:b')).toMatchObject([{ version: 2 }, { version: 1 }]);
    expect(await json('history', 'user', 'auth0|2', '--in', 'a:b', '--put-back', '1')).toMatchObject({
      item: { attributes: { department: 'sales' }, version: 3 },
    });
    await json('client', 'set', 'robot', 'user_role=admin');
    expect(await json('revoke', 'client', 'robot')).toMatchObject({ epoch: 1 });
    await json('forget', 'client', 'robot', '--yes');
    expect(await store.get({ kind: 'client', realm: 'customers', id: 'robot' })).toBeUndefined();
  });

  it('overrides the mode of a hook', async () => {
    expect(await json('hook', 'mode', 'auth0-login', 'observe', '--share', '10')).toMatchObject({
      override: { mode: 'observe', share: 10 },
    });
    expect((await json('hook', 'mode', 'auth0-login', '--clear')).override).toBeUndefined();
  });

  it('imports through the API, and finds everything unchanged the second time', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'claims-api-'));
    const file = join(directory, 'users.ndjson');
    writeFileSync(
      file,
      Array.from({ length: 30 }, (_, index) =>
        JSON.stringify({ kind: 'user', realm: 'customers', subject: `i|${index}`, attributes: { user_id: index } }),
      ).join('\n'),
    );
    expect((await json('import', file)).counts).toMatchObject({ created: 30 });
    expect((await json('import', file)).counts).toMatchObject({ unchanged: 30 });
    expect(await store.get({ kind: 'user', realm: 'customers', subject: 'i|29' })).toMatchObject({
      attributes: { user_id: 29 },
      version: 1,
    });
    rmSync(directory, { recursive: true });
  });

  it('says in one line what the API refuses', async () => {
    const missing = await claims(['user', 'show', 'nobody']);
    expect(missing).toMatchObject({ code: 1, stderr: 'claims: There is no user "nobody" of realm "customers".\n' });
    const refused = await claims(['user', 'set', 'auth0|3', 'user_role=ROOT-77']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('user_role');
    expect(refused.stderr).not.toContain('ROOT-77');
    await json('user', 'set', 'auth0|4', 'user_id=1');
    const late = await claims(['user', 'set', 'auth0|4', 'user_id=2', '--if-version', '7']);
    expect(late).toMatchObject({ code: 1 });
    expect(late.stderr).toContain('version 1');
  });

  it('needs a token that counts, and says so without it', async () => {
    expect(await claims(['user', 'list'], { CLAIMS_API_TOKEN: '' })).toMatchObject({
      code: 2,
      stderr: 'claims: the admin API wants an access token: set CLAIMS_API_TOKEN\n',
    });
    const readOnly = await provider.sign({ scope: 'claims:read' });
    const refused = await claims(['user', 'set', 'auth0|5', 'user_id=1'], { CLAIMS_API_TOKEN: readOnly });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('CLAIMS_API_TOKEN');
    expect(refused.stderr).not.toContain(readOnly);
  });
});
