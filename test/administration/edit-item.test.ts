import { describe, expect, test } from 'vitest';
import { createAdministration } from '../../lib/administration/administration.ts';
import { requestFingerprint } from '../../lib/administration/request-fingerprint.ts';
import { by, group, login, policy, startAdministration, user } from './support.ts';

describe('editing items', () => {
  test('sets an attribute of a user who was never stored, and keeps the others', async () => {
    const { administration } = startAdministration();
    await administration.setAttribute(user('ada'), 'user_id', 7, { by });
    const { item } = await administration.setAttribute(user('ada'), 'user_role', 'admin', { by });
    expect(item).toMatchObject({ attributes: { user_id: 7, user_role: 'admin' }, version: 2, updatedBy: by });
  });

  test('writes nothing when nothing changes', async () => {
    const { administration, records } = startAdministration();
    await administration.setAttribute(user('ada'), 'user_id', 7, { by });
    const { item } = await administration.setAttribute(user('ada'), 'user_id', 7, { by });
    expect(item.version).toBe(1);
    expect(records).toHaveLength(1);
  });

  test('unsets an attribute, and refuses to for somebody who was never stored', async () => {
    const { administration } = startAdministration();
    await administration.create(user('ada'), { attributes: { user_id: 7, plan: 'gold' } }, { by });
    const { item } = await administration.unsetAttribute(user('ada'), 'plan', { by });
    expect(item.attributes).toEqual({ user_id: 7 });
    await expect(administration.unsetAttribute(user('bob'), 'plan', { by })).rejects.toMatchObject({
      code: 'item_not_found',
    });
  });

  test('refuses a write on top of a version that is not the latest', async () => {
    const { administration } = startAdministration();
    await administration.create(user('ada'), { attributes: {} }, { by });
    await administration.setAttribute(user('ada'), 'plan', 'gold', { by, expectedVersion: 1 });
    await expect(
      administration.setAttribute(user('ada'), 'plan', 'silver', { by, expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: 'version_conflict' });
    expect((await administration.read(user('ada'))).attributes).toEqual({ plan: 'gold' });
  });

  test('loses no write of many at once without an expected version', async () => {
    const { administration } = startAdministration();
    const flags = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(flags.map((name) => administration.addGroup(user('ada'), name, { by })));
    const { groups, version } = await administration.read(user('ada'));
    expect([...(groups ?? [])].sort()).toEqual(flags);
    expect(version).toBe(5);
  });

  test('adds and removes groups by their composed name, once each', async () => {
    const { administration } = startAdministration();
    await administration.addGroup(user('ada'), 'Caf\u0065\u0301', { by });
    const { item } = await administration.addGroup(user('ada'), 'Caf\u00e9', { by });
    expect(item.groups).toEqual(['Caf\u00e9']);
    const removed = await administration.removeGroup(user('ada'), 'Caf\u0065\u0301', { by });
    expect(removed.item.groups).toBeUndefined();
  });

  test('blocks somebody who was never stored, and unblocks', async () => {
    const { administration } = startAdministration();
    expect((await administration.setBlocked(user('eve'), true, { by })).item.blocked).toBe(true);
    expect((await administration.setBlocked(user('eve'), false, { by })).item.blocked).toBeUndefined();
  });

  test('refuses a realm that no hook instance has, and names those there are', async () => {
    const { administration } = startAdministration();
    const write = administration.setAttribute({ kind: 'user', realm: 'custmers', subject: 'ada' }, 'plan', 'x', { by });
    await expect(write).rejects.toThrow('There are: customers.');
  });

  test('records names, versions and the actor, and no value', async () => {
    const { administration, records } = startAdministration();
    await administration.create(
      user('ada'),
      { attributes: { plan: 'canary-1' }, email: 'canary-2@example.com' },
      { by },
    );
    await administration.replace(user('ada'), { attributes: { user_id: 4711 }, groups: ['staff'] }, { by });
    expect(records).toEqual([
      expect.objectContaining({ action: 'create', by, attributes: ['plan'], fields: ['email'], fromVersion: 0 }),
      expect.objectContaining({ action: 'replace', attributes: ['plan', 'user_id'], fields: ['email', 'groups'] }),
    ]);
    expect(JSON.stringify(records)).not.toMatch(/canary|4711|staff/);
  });

  test('revokes: the epoch grows and the content stays', async () => {
    const { administration } = startAdministration();
    await administration.setAttribute(user('ada'), 'plan', 'gold', { by });
    const { item } = await administration.revoke(user('ada'), { by });
    expect(item).toMatchObject({ epoch: 1, version: 2, attributes: { plan: 'gold' } });
    expect(() => administration.revoke(group('staff'), { by })).toThrow('Only the tokens of a user or of a client');
  });

  test('revokes somebody who was never stored, whom groups, sources or defaults give tokens all the same', async () => {
    const { administration, records } = startAdministration();
    const { item } = await administration.revoke(user('eve'), { by });
    expect(item).toMatchObject({ epoch: 1, version: 1, attributes: {} });
    expect(await administration.epoch({ kind: 'user', realm: 'customers', id: 'eve' })).toEqual({
      epoch: 1,
      active: true,
    });
    expect(records).toMatchObject([{ action: 'revoke', fromVersion: 0, toVersion: 1 }]);
    await expect(administration.revoke(user('eve'), { by, expectedVersion: 0 })).rejects.toMatchObject({
      code: 'item_exists',
    });
    const again = await administration.revoke(user('eve'), { by });
    expect(again.item).toMatchObject({ epoch: 2, version: 2 });
  });

  test('makes nobody known by revoking where the policy denies whom it does not know', async () => {
    const { services } = startAdministration();
    const administration = createAdministration({ ...services, policy: { ...policy, unknownSubject: 'deny' } });
    await expect(administration.revoke(user('eve'), { by })).rejects.toMatchObject({
      code: 'item_not_found',
      message: expect.stringContaining('Block it'),
    });
    await expect(administration.read(user('eve'))).rejects.toMatchObject({ code: 'item_not_found' });
  });

  test('refuses an override that could not bring back what the configuration switches off', async () => {
    const { services } = startAdministration();
    const administration = createAdministration({ ...services, instances: { login: { ...login, mode: 'off' } } });
    const key = { kind: 'hook', instance: 'login' } as const;
    for (const mode of ['enforce', 'observe'] as const) {
      await expect(administration.setMode(key, { mode }, { by })).rejects.toThrow('off in hooks.config.ts');
    }
    await administration.setMode(key, { mode: 'off' }, { by });
    await administration.setMode(key, undefined, { by });
  });

  test('refuses to put back an override that could not bring back what is off by now', async () => {
    const { administration, services } = startAdministration();
    const key = { kind: 'hook', instance: 'login' } as const;
    await administration.setMode(key, { mode: 'enforce' }, { by });
    await administration.setMode(key, { mode: 'off' }, { by });
    await administration.setMode(key, undefined, { by });
    const off = createAdministration({ ...services, instances: { login: { ...login, mode: 'off' } } });
    await expect(off.putBack(key, 1, { by })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('off in hooks.config.ts'),
    });
    expect((await off.putBack(key, 2, { by })).item.mode).toEqual({ mode: 'off' });
  });

  test('forgets a subject with the whole history', async () => {
    const { administration, records } = startAdministration();
    await administration.setAttribute(user('ada'), 'plan', 'gold', { by });
    await administration.forget(user('ada'), { by });
    await expect(administration.read(user('ada'))).rejects.toMatchObject({ code: 'item_not_found' });
    expect((await administration.history(user('ada'), { limit: 10 })).entries).toEqual([]);
    expect(records.at(-1)).toMatchObject({ action: 'forget', by });
  });
});

describe('a repeated request', () => {
  const request = (key: string, what: string) => requestFingerprint({ by, idempotencyKey: key, request: [what] });

  test('is answered and not done again, also after later writes and with its old version', async () => {
    const { administration } = startAdministration();
    const write = { by, expectedVersion: 0, request: request('k1', 'plan=gold') };
    await administration.setAttribute(user('ada'), 'plan', 'gold', write);
    await administration.setAttribute(user('ada'), 'plan', 'silver', { by });
    const repeated = await administration.setAttribute(user('ada'), 'plan', 'gold', write);
    expect(repeated).toMatchObject({ replayed: true, item: { version: 2, attributes: { plan: 'silver' } } });
  });

  test('counts once when it comes twice at the same time', async () => {
    const { administration } = startAdministration();
    await administration.create(user('ada'), { attributes: {} }, { by });
    const write = { by, expectedVersion: 1, request: request('k2', 'revoke') };
    const both = await Promise.all([
      administration.revoke(user('ada'), write),
      administration.revoke(user('ada'), write),
    ]);
    expect(both.map(({ replayed }) => replayed).sort()).toEqual([false, true]);
    expect((await administration.read(user('ada'))).epoch).toBe(1);
  });

  test('is refused when its key came with another request', async () => {
    const { administration } = startAdministration();
    await administration.setAttribute(user('ada'), 'plan', 'gold', { by, request: request('k3', 'plan=gold') });
    await expect(
      administration.setAttribute(user('ada'), 'plan', 'lead', { by, request: request('k3', 'plan=lead') }),
    ).rejects.toMatchObject({ code: 'request_mismatch' });
  });
});
