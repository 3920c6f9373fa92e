import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { curityClaims } from '../../functions/curity/claims.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import type { RunningServer } from '../../local/listen.ts';
import { startHookHttpServer } from '../support/hook-http-server.ts';
import { client, storeOf, user } from '../support/vector.ts';
import { policies } from '../vectors/policies.ts';

const password = 'made-for-this-test';
const authorization = `Basic ${btoa(`curity:${password}`)}`;
const strange = 'acme\\ada@example.com/é #1?x=%41&y+z';
const lines: string[] = [];
let hook: RunningServer;

beforeAll(async () => {
  const claims = await httpHookHandler({
    hook: curityClaims,
    policy: policies.shop,
    instances: {
      curity: {
        hook: 'curity/claims',
        realm: 'main',
        proof: { kind: 'basic', secret: 'curity', username: 'curity' },
        scopes: { from: 'assumed', scopes: ['order', 'inventory'] },
        groups: 'directory',
        tokens: ['access_token'],
        onFailure: 'deny',
        mode: 'enforce',
      },
    },
    overrides: {
      reader: await storeOf([
        user({ user_id: 7, user_role: 'admin', feature_flags: ['beta'] }, {}, strange),
        user({ user_id: 8 }, {}, 'acme\\ada@example.com/é #1'),
        client({ company_id: 42 }, {}, 'reports'),
        user({ company_id: 1 }, {}, 'reports'),
        user({}, { blocked: true }, 'bruno'),
      ]),
      secrets: staticSecrets({ curity: [password] }),
      write: (line) => lines.push(line),
    },
  });
  hook = await startHookHttpServer({
    'GET /curity/claims/{subject+}': claims,
    'GET /curity/claims': claims,
    'POST /curity/claims': claims,
  });
});
afterAll(() => hook.close());

const get = (path: string) => fetch(`${hook.url}/curity/claims${path}`, { headers: { authorization } });
const post = (body: object) =>
  fetch(`${hook.url}/curity/claims`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('curity/claims over HTTP', () => {
  const claims = { user_id: 7, user_role: 'admin', feature_flags: ['beta'] };

  it.each([
    ['in the path', () => get(`/${encodeURIComponent(strange)}`)],
    ['in the query', () => get(`?subject=${encodeURIComponent(strange)}`)],
    ['in a body', () => post({ subject: strange })],
  ])('finds a subject with any characters %s, decoded once', async (_where, ask) => {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(claims);
  });

  it('answers flat JSON with plain names, and {} where there is nothing to say', async () => {
    const defaults = await (await get('/nobody')).json();
    expect(defaults).toEqual({ user_role: 'customer' });
    expect(await (await get('/nobody?type=client')).json()).toEqual({ user_role: 'customer' });
  });

  it('reads machines as clients, and the path before the query', async () => {
    expect(await (await get('/reports?type=client&subject=nobody')).json()).toMatchObject({ company_id: 42 });
    expect(await (await get('/reports')).json()).toMatchObject({ company_id: 1 });
  });

  it('forbids by any status but 200', async () => {
    expect((await get('/bruno')).status).toBe(403);
    expect((await get('/bruno?type=group')).status).toBe(400);
    expect((await fetch(`${hook.url}/curity/claims/ada`)).status).toBe(401);
  });

  it('never writes path or query into the log', async () => {
    await get('/canary-in-path?scope=canary-in-query&type=canary-type');
    await get('/canary-in-path');
    expect(lines.join('\n')).not.toContain('canary');
    expect(lines.length).toBeGreaterThan(0);
  });
});
