import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodePathId } from '../../functions/admin/path-id.ts';
import { type ApiResponse, type Provider, startAdmin, startProvider } from './support.ts';

let provider: Provider;
let admin: Awaited<ReturnType<typeof startAdmin>>;

beforeAll(async () => {
  provider = await startProvider();
  return () => provider.close();
});
beforeEach(async () => {
  admin = await startAdmin(provider);
});
afterEach(() => {
  admin.close();
});

const users = '/realms/customers/users';
const ada = `${users}/${encodePathId('auth0|ada')}`;

const problemOf = async (response: ApiResponse) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return response.json();
};

describe('items over HTTP', () => {
  test('creates, reads with an ETag, changes with If-Match, deletes', async () => {
    const created = await admin.call('POST', users, {
      body: { id: 'auth0|ada', content: { attributes: { plan: 'tin' }, email: 'Ada@example.com', groups: ['staff'] } },
    });
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('"1"');

    const read = await admin.call('GET', ada);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(await read.json()).toMatchObject({
      kind: 'user',
      realm: 'customers',
      id: 'auth0|ada',
      attributes: { plan: 'tin' },
      groups: ['staff'],
      version: 1,
      updatedBy: 'operator|ada',
    });

    const set = await admin.call('PUT', `${ada}/attributes/plan`, {
      body: { value: 'gold' },
      headers: { 'if-match': '"1"' },
    });
    expect(set.headers.get('etag')).toBe('"2"');
    expect(await set.json()).toMatchObject({ item: { attributes: { plan: 'gold' } }, notices: [] });

    const gone = await admin.call('DELETE', ada, { headers: { 'if-match': '"2"' } });
    expect(await gone.json()).toMatchObject({ item: { deleted: true, version: 3 } });
    expect(await (await admin.call('GET', ada)).json()).toMatchObject({ deleted: true });
  });

  test('finds a user by e-mail address, without case', async () => {
    await admin.call('POST', users, {
      body: { id: 'auth0|ada', content: { attributes: {}, email: 'Ada@example.com' } },
    });
    const found = await (await admin.call('GET', `${users}?email=ada%40EXAMPLE.com`)).json();
    expect(found.entries.map(({ id }: { id: string }) => id)).toEqual(['auth0|ada']);
  });

  test('pages through a list, each item once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const id of names) {
      await admin.call('POST', '/realms/customers/groups', { body: { id, content: { attributes: {} } } });
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await (await admin.call('GET', `/realms/customers/groups?limit=2${cursor}`)).json();
      seen.push(...page.entries.map(({ id }: { id: string }) => id));
      cursor = page.next === undefined ? '' : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== '');
    expect(seen).toEqual(names);
    expect((await admin.call('GET', '/realms/customers/groups?cursor=nonsense')).status).toBe(400);
  });

  test('keeps any id apart, whatever characters it has', async () => {
    const ids = ['auth0|a/b', 'a b', '~tilde', '100%', 'ä@é.example', '#hash?x=1', '../up'];
    for (const id of ids) {
      const path = `${users}/${encodePathId(id)}`;
      const set = await admin.call('PUT', `${path}/attributes/plan`, {
        body: { value: id },
        headers: { 'if-none-match': '*' },
      });
      expect(set.status, id).toBe(200);
      expect(await (await admin.call('GET', path)).json()).toMatchObject({ id, attributes: { plan: id } });
    }
    expect(await (await admin.call('GET', `${users}/auth0%7Ca%2Fb`)).json()).toMatchObject({ id: 'auth0|a/b' });
    expect((await admin.call('GET', `${users}/~%25%25`)).status).toBe(400);
  });

  test('reads and writes memberships by organization and subject, and lists them', async () => {
    const path = `/realms/customers/memberships/${encodePathId('org%3A1:auth0|ada')}`;
    const set = await admin.call('PUT', `${path}/attributes/plan`, {
      body: { value: 'gold' },
      headers: { 'if-none-match': '*' },
    });
    expect(await set.json()).toMatchObject({ item: { kind: 'member', id: 'org%3A1:auth0|ada' } });
    expect(
      await admin.store.get({ kind: 'member', realm: 'customers', organization: 'org:1', subject: 'auth0|ada' }),
    ).toBeDefined();
    const members = await (
      await admin.call('GET', `/realms/customers/organizations/${encodePathId('org:1')}/members`)
    ).json();
    expect(members.entries).toHaveLength(1);
    expect((await admin.call('GET', '/realms/customers/memberships/nobody')).status).toBe(400);
  });

  test('adds to groups, lists the members, blocks, revokes', async () => {
    const first = { headers: { 'if-none-match': '*' } };
    expect((await admin.call('PUT', `${ada}/groups/staff`, first)).status).toBe(200);
    const members = await (await admin.call('GET', '/realms/customers/groups/staff/members')).json();
    expect(members.entries.map(({ id }: { id: string }) => id)).toEqual(['auth0|ada']);
    const blocked = await admin.call('PUT', `${ada}/blocked`, {
      body: { blocked: true },
      headers: { 'if-match': '"1"' },
    });
    expect(await blocked.json()).toMatchObject({ item: { blocked: true } });
    const revoked = await admin.call('POST', `${ada}/revoke`, { headers: { 'if-match': '"2"' } });
    expect(await revoked.json()).toMatchObject({ item: { epoch: 1, version: 3 } });
    const epoch = await fetch(`${admin.url}/admin/realms/customers/epoch/${encodePathId('auth0|ada')}`, {
      headers: { authorization: `Bearer ${await provider.sign({ sub: 'orders-api', scope: 'claims:epoch' })}` },
    });
    expect(await epoch.json()).toEqual({ epoch: 1, active: false });
  });

  test('shows the history, puts a version back, and forgets', async () => {
    await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'tin' }, headers: { 'if-none-match': '*' } });
    await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'gold' }, headers: { 'if-match': '"1"' } });
    const history = await (await admin.call('GET', `${ada}/history`)).json();
    expect(history.entries).toMatchObject([
      {
        version: 2,
        by: 'operator|ada',
        before: { attributes: { plan: 'tin' } },
        after: { attributes: { plan: 'gold' } },
      },
      { version: 1 },
    ]);
    const back = await admin.call('POST', `${ada}/put-back`, { body: { version: 1 }, headers: { 'if-match': '"2"' } });
    expect(await back.json()).toMatchObject({ item: { version: 3, attributes: { plan: 'tin' } } });
    expect((await admin.call('POST', `${ada}/forget`)).status).toBe(204);
    expect((await admin.call('GET', ada)).status).toBe(404);
  });

  test('overrides the mode of a hook instance, and ends the override', async () => {
    const mode = { mode: 'observe', share: 10, clients: ['shop'] };
    const set = await admin.call('PUT', '/hooks/login/mode', { body: mode, headers: { 'if-none-match': '*' } });
    expect(await set.json()).toMatchObject({ item: { kind: 'hook', id: 'login', mode } });
    const ended = await admin.call('DELETE', '/hooks/login/mode', { headers: { 'if-match': '"1"' } });
    expect((await ended.json()).item.mode).toBeUndefined();
    expect((await admin.call('GET', '/hooks/nope/mode')).status).toBe(400);
    const changes = await (await admin.call('GET', '/hooks/login/history')).json();
    expect(changes.entries).toMatchObject([
      { version: 2, by: 'operator|ada', before: { mode } },
      { version: 1, after: { mode } },
    ]);
    expect((await (await admin.call('GET', '/hooks/login/history?limit=1')).json()).next).toEqual(expect.any(String));
    const put = (version: string) =>
      admin.call('POST', '/hooks/login/put-back', { body: { version: 1 }, headers: { 'if-match': version } });
    expect((await put('"1"')).status).toBe(412);
    expect(await (await put('"2"')).json()).toMatchObject({ item: { version: 3, mode } });
    const { entries } = await (await admin.call('GET', '/hooks')).json();
    expect(entries).toMatchObject([
      { instance: 'login', hook: 'auth0/post-login', realm: 'customers', mode: 'enforce' },
    ]);
  });
});

describe('what is refused', () => {
  test('428 without a precondition, 412 on an old version, 409 when it exists, 404 when it does not', async () => {
    const body = { value: 'gold' };
    const missing = await admin.call('PUT', `${ada}/attributes/plan`, { body });
    expect(await problemOf(missing)).toMatchObject({
      status: 428,
      type: 'urn:custom-claims:problem:precondition_required',
    });
    expect((await admin.call('PUT', `${ada}/attributes/plan`, { body, headers: { 'if-match': 'W/"1"' } })).status).toBe(
      400,
    );
    expect((await admin.call('PUT', `${ada}/attributes/plan`, { body, headers: { 'if-match': '"0"' } })).status).toBe(
      400,
    );
    expect((await admin.call('PUT', `${ada}/attributes/plan`, { body, headers: { 'if-match': '"1"' } })).status).toBe(
      404,
    );

    await admin.call('PUT', `${ada}/attributes/plan`, { body, headers: { 'if-none-match': '*' } });
    const exists = await admin.call('PUT', `${ada}/attributes/plan`, { body, headers: { 'if-none-match': '*' } });
    expect(await problemOf(exists)).toMatchObject({ status: 409, title: 'Exists already' });
    const old = await admin.call('PUT', `${ada}/attributes/plan`, { body, headers: { 'if-match': '"7"' } });
    expect(await problemOf(old)).toMatchObject({
      status: 412,
      detail: expect.stringContaining('is at version 1, not 7'),
    });
    expect((await admin.call('POST', users, { body: { id: 'auth0|ada', content: { attributes: {} } } })).status).toBe(
      409,
    );
  });

  test('one of two writers who race on one user, whatever the order', async () => {
    await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'tin' }, headers: { 'if-none-match': '*' } });
    const write = (value: string) =>
      admin.call('PUT', `${ada}/attributes/plan`, { body: { value }, headers: { 'if-match': '"1"' } });
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(write));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412]);
    expect(await (await admin.call('GET', ada)).json()).toMatchObject({ version: 2 });
  });

  test('a value that looks sensitive: told what, never which, not stored, not logged', async () => {
    const card = ['4111', '1111', '1111', '1111'].join(' ');
    const answer = await admin.call('POST', users, { body: { id: 'eve', content: { attributes: { note: card } } } });
    const problem = await problemOf(answer);
    expect(problem).toMatchObject({ status: 422, refused: [{ attribute: 'note', reason: 'sensitive_value' }] });
    expect(JSON.stringify(problem)).not.toContain('4111');
    expect(admin.lines.join()).not.toContain('4111');
    expect((await admin.call('GET', `${users}/eve`)).status).toBe(404);
  });

  test('a body that its schema does not know, by path and not by content', async () => {
    const answer = await admin.call('POST', users, {
      body: { id: 'eve', content: { attributes: {}, canary: 'canary', email: 7 } },
    });
    const problem = await problemOf(answer);
    expect(problem.status).toBe(400);
    expect(problem.errors.map(({ path }: { path: string }) => path)).toContain('content.email');
    expect(JSON.stringify(problem)).not.toContain('canary');
    const junk = await fetch(`${admin.url}/admin${users}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await provider.sign()}`, 'content-type': 'application/json' },
      body: '{ canary',
    });
    expect(junk.status).toBe(400);
    expect(await junk.text()).not.toContain('canary');
  });

  test('a body that is too large, and an item that would be', async () => {
    const flags = Array.from({ length: 256 }, (_, index) => `${index}-${'long '.repeat(40)}`);
    expect((await admin.call('POST', users, { body: { id: 'eve', content: { attributes: { flags } } } })).status).toBe(
      413,
    );
    const huge = { id: 'eve', content: { attributes: { note: 'x'.repeat(300_000) } } };
    expect((await admin.call('POST', users, { body: huge })).status).toBe(413);
  });

  test('the reuse of a deleted group, until it is said, naming its members', async () => {
    const groups = '/realms/customers/groups';
    await admin.call('POST', groups, { body: { id: 'staff', content: { attributes: {} } } });
    await admin.call('PUT', `${ada}/groups/staff`, { headers: { 'if-none-match': '*' } });
    await admin.call('DELETE', `${groups}/staff`, { headers: { 'if-match': '"1"' } });
    const again = { id: 'staff', content: { attributes: {} } };
    const refused = await problemOf(await admin.call('POST', groups, { body: again }));
    expect(refused).toMatchObject({ status: 409, members: { count: 1, complete: true } });
    expect((await admin.call('POST', groups, { body: { ...again, reuse: true } })).status).toBe(201);
  });

  test('a route that does not exist, with the same kind of answer', async () => {
    expect(await problemOf(await admin.call('GET', '/nowhere'))).toMatchObject({ status: 404 });
  });
});

describe('idempotency keys', () => {
  const headers = { 'if-match': '"1"', 'idempotency-key': 'k1' };

  test('repeat the answer and not the change', async () => {
    await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'tin' }, headers: { 'if-none-match': '*' } });
    const first = await admin.call('POST', `${ada}/revoke`, { headers });
    const second = await admin.call('POST', `${ada}/revoke`, { headers });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await (await admin.call('GET', ada)).json()).toMatchObject({ epoch: 1, version: 2 });
  });

  test('of another operator are other keys, and the same key for another request is refused', async () => {
    await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'tin' }, headers: { 'if-none-match': '*' } });
    await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'gold' }, headers });
    const other = await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'lead' }, headers });
    expect(await problemOf(other)).toMatchObject({ status: 422, type: 'urn:custom-claims:problem:request_mismatch' });
    const stranger = await fetch(`${admin.url}/admin${ada}/attributes/plan`, {
      method: 'PUT',
      headers: {
        ...headers,
        authorization: `Bearer ${await provider.sign({ sub: 'operator|rene' })}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ value: 'gold' }),
    });
    expect(stranger.status).toBe(412);
  });

  test('make a repeated creation safe', async () => {
    const create = () =>
      admin.call('POST', users, {
        body: { id: 'bob', content: { attributes: { plan: 'tin' } } },
        headers: { 'idempotency-key': 'create-bob' },
      });
    expect([(await create()).status, (await create()).status]).toEqual([201, 201]);
  });
});

describe('the audit log', () => {
  test('has one line per change, with names, versions and actor, and no value', async () => {
    await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'canary' }, headers: { 'if-none-match': '*' } });
    await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'canary2' }, headers: { 'if-match': '"1"' } });
    await admin.call('PUT', `${ada}/attributes/plan`, { body: { value: 'late' }, headers: { 'if-match': '"1"' } });
    const lines = admin.lines.map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        event: 'change',
        action: 'set attribute',
        by: 'operator|ada',
        attributes: ['plan'],
        fromVersion: 0,
        toVersion: 1,
      },
      { event: 'change', fromVersion: 1, toVersion: 2 },
    ]);
    expect(admin.lines.join()).not.toContain('canary');
  });
});
