import { describe, expect, test } from 'vitest';
import { by, group, startAdministration, user } from './support.ts';

describe('deleting and creating again', () => {
  test('keeps a tombstone that counts on', async () => {
    const { administration } = startAdministration();
    await administration.create(user('ada'), { attributes: { plan: 'gold' } }, { by });
    const { item } = await administration.delete(user('ada'), { by, expectedVersion: 1 });
    expect(item).toMatchObject({ deleted: true, version: 2 });
    await expect(administration.setAttribute(user('ada'), 'plan', 'x', { by })).rejects.toMatchObject({
      code: 'item_exists',
    });
    await expect(administration.delete(user('ada'), { by })).rejects.toMatchObject({ code: 'item_not_found' });
  });

  test('leaves a tombstone for somebody who was never stored only when told that nobody is', async () => {
    const { administration } = startAdministration();
    await expect(administration.delete(user('eve'), { by })).rejects.toMatchObject({ code: 'item_not_found' });
    const { item } = await administration.delete(user('eve'), { by, expectedVersion: 0 });
    expect(item.deleted).toBe(true);
  });

  test('reuses a group name only when told to, and names the number of members first', async () => {
    const { administration } = startAdministration();
    await administration.create(group('staff'), { attributes: { plan: 'gold' } }, { by });
    await administration.addGroup(user('ada'), 'staff', { by });
    await administration.addGroup({ kind: 'client', realm: 'customers', id: 'robot' }, 'staff', { by });
    await administration.addGroup(user('bob'), 'others', { by });
    await administration.delete(group('staff'), { by });

    const refused = administration.create(group('staff'), { attributes: {} }, { by });
    await expect(refused).rejects.toMatchObject({ code: 'item_exists', members: { count: 2, complete: true } });
    await expect(refused).rejects.toThrow('2 users, memberships and clients still name it');

    const { item } = await administration.create(group('staff'), { attributes: { plan: 'tin' } }, { by, reuse: true });
    expect(item).toMatchObject({ version: 3, attributes: { plan: 'tin' } });
    expect(item.deleted).toBeUndefined();
  });

  test('does not create over what is there', async () => {
    const { administration } = startAdministration();
    await administration.create(group('staff'), { attributes: {} }, { by });
    const again = administration.create(group('staff'), { attributes: {} }, { by, reuse: true });
    await expect(again).rejects.toMatchObject({ code: 'item_exists' });
  });
});

describe('history', () => {
  test('lists changes, newest first, with the content before and after', async () => {
    const { administration } = startAdministration();
    await administration.setAttribute(user('ada'), 'plan', 'tin', { by });
    await administration.setAttribute(user('ada'), 'plan', 'gold', { by: 'operator|rene' });
    const { entries } = await administration.history(user('ada'), { limit: 10 });
    expect(entries).toMatchObject([
      {
        version: 2,
        by: 'operator|rene',
        before: { attributes: { plan: 'tin' } },
        after: { attributes: { plan: 'gold' } },
      },
      { version: 1, by, after: { attributes: { plan: 'tin' } } },
    ]);
  });

  test('puts an earlier version back as a new one', async () => {
    const { administration } = startAdministration();
    await administration.create(user('ada'), { attributes: { plan: 'tin' }, groups: ['staff'] }, { by });
    await administration.replace(user('ada'), { attributes: { plan: 'gold' } }, { by });
    const { item } = await administration.putBack(user('ada'), 1, { by, expectedVersion: 2 });
    expect(item).toMatchObject({ version: 3, attributes: { plan: 'tin' }, groups: ['staff'] });
  });

  test('puts a deleted item back, and refuses to put a deletion back', async () => {
    const { administration } = startAdministration();
    await administration.create(user('ada'), { attributes: { plan: 'tin' } }, { by });
    await administration.delete(user('ada'), { by });
    await expect(administration.putBack(user('ada'), 2, { by })).rejects.toThrow('Version 2 is a deletion');
    const { item } = await administration.putBack(user('ada'), 1, { by });
    expect(item).toMatchObject({ version: 3, attributes: { plan: 'tin' } });
    expect(item.deleted).toBeUndefined();
  });

  test('checks values again when they are put back', async () => {
    const { administration, store } = startAdministration();
    await store.put(user('ada'), { attributes: { user_role: 'retired-role' } }, { by, expectedVersion: 0 });
    await administration.replace(user('ada'), { attributes: {} }, { by });
    await expect(administration.putBack(user('ada'), 1, { by })).rejects.toMatchObject({ code: 'values_refused' });
  });
});
