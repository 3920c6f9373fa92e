import { beforeEach, describe, expect, it } from 'vitest';
import type { AttributeReader, AttributeStore, AttributesQuery } from '../../lib/attributes/attribute-store.ts';
import type { ItemContent, ItemKey } from '../../lib/attributes/item.ts';
import { createLastKnownGoodReader } from '../../lib/attributes/last-known-good-reader.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import {
  AttributeStoreError,
  DeadlinePassedError,
  InvalidConfigurationError,
  MalformedItemError,
} from '../../lib/errors.ts';

const realm = 'customers';
const ada: ItemKey = { kind: 'user', realm, subject: 'ada' };
const acme: ItemKey = { kind: 'org', realm, id: 'acme' };
const shop: ItemKey = { kind: 'client', realm, id: 'shop' };

describe('last-known-good answers', () => {
  let store: AttributeStore;
  let reader: AttributeReader;
  let fault: Error | undefined;
  let now = 0;

  beforeEach(async () => {
    store = createMemoryAttributeStore();
    fault = undefined;
    now = 1_000_000;
    const failing: AttributeReader = {
      load: async (query, options) => {
        if (fault !== undefined) {
          throw fault;
        }
        return store.load(query, options);
      },
    };
    reader = createLastKnownGoodReader(failing, { seconds: 300, maximumEntries: 3, clock: () => now });
    await put(ada, { attributes: { a: 1 }, organization: 'acme' });
    await put(acme);
    await put(shop);
  });

  const put = async (key: ItemKey, content: Partial<ItemContent> = {}) =>
    store.put(
      key,
      { attributes: {}, ...content },
      { by: 'test', expectedVersion: (await store.get(key))?.version ?? 0 },
    );
  const load = (change: Partial<AttributesQuery> = {}) =>
    reader.load(
      { realm, subject: { kind: 'user', id: 'ada' }, client: 'shop', groups: [], directoryGroups: true, ...change },
      { signal: AbortSignal.timeout(1000) },
    );

  it.each([new AttributeStoreError('down'), new DeadlinePassedError('late')])(
    'stand in for a store that is down, marked as stale (%s)',
    async (outage) => {
      expect(await load()).toMatchObject({ freshness: 'fresh' });
      fault = outage;
      now += 300_000;
      expect(await load()).toMatchObject({ user: { attributes: { a: 1 } }, freshness: 'stale', roundTrips: 0 });
      now += 1;
      await expect(load()).rejects.toBe(outage);
    },
  );

  it('count their age from the last good answer and end with the outage', async () => {
    await load();
    now += 200_000;
    await load();
    fault = new AttributeStoreError('down');
    now += 200_000;
    expect((await load()).freshness).toBe('stale');
    fault = undefined;
    await put(ada, { attributes: { a: 2 } });
    expect(await load()).toMatchObject({ user: { attributes: { a: 2 } }, freshness: 'fresh' });
  });

  it('answer the same question only', async () => {
    await load({ groups: ['b', 'a'] });
    fault = new AttributeStoreError('down');
    expect((await load({ groups: ['a', 'b'] })).freshness).toBe('stale');
    for (const change of [
      {},
      { groups: ['a'] },
      { groups: ['a', 'b'], organization: 'acme' },
      { groups: ['a', 'b'], client: 'other' },
      { groups: ['a', 'b'], realm: 'staff' },
      { groups: ['a', 'b'], subject: { kind: 'client', id: 'ada' } as const },
      { groups: ['a', 'b'], directoryGroups: false },
      { groups: ['a', 'b'], instance: 'login' },
      { groups: ['a', 'b'], consistent: true },
    ]) {
      await expect(load(change)).rejects.toBe(fault);
    }
  });

  it('do not hide faults of the data', async () => {
    await load();
    fault = new MalformedItemError('item');
    await expect(load()).rejects.toBe(fault);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the person is blocked', () => put(ada, { blocked: true })],
    ['the person is deleted', () => store.delete(ada, { by: 'test', expectedVersion: 1 })],
    ['the client is blocked', () => put(shop, { blocked: true })],
    ["the person's own organization is blocked", () => put(acme, { blocked: true })],
  ])('are given up for every question once %s was seen', async (_title, refuse) => {
    await load();
    await load({ groups: ['other question'] });
    await refuse();
    await load();
    fault = new AttributeStoreError('down');
    await expect(load()).rejects.toBe(fault);
    await expect(load({ groups: ['other question'] })).rejects.toBe(fault);
  });

  it.each<[string, () => Promise<unknown>, boolean]>([
    ['another person is blocked', () => put({ ...ada, subject: 'eve' }, { blocked: true }), true],
    ['the client of both is blocked', () => put(shop, { blocked: true }), false],
    ['the organization of both is blocked', () => put(acme, { blocked: true }), false],
  ])('of others stay or go when %s', async (_title, refuse, stays) => {
    await load();
    await refuse();
    await load({ subject: { kind: 'user', id: 'eve' }, organization: 'acme' });
    fault = new AttributeStoreError('down');
    const outcome = await load().catch((error: unknown) => error);
    expect(outcome).toEqual(stays ? expect.objectContaining({ freshness: 'stale' }) : fault);
  });

  it('are bounded in number', async () => {
    for (const id of ['ada', 'b', 'c', 'd']) {
      await load({ subject: { kind: 'user', id } });
    }
    fault = new AttributeStoreError('down');
    await expect(load()).rejects.toBe(fault);
    expect((await load({ subject: { kind: 'user', id: 'b' } })).freshness).toBe('stale');
  });

  it('are off with 0 seconds, and refuse more than five minutes', () => {
    expect(createLastKnownGoodReader(store, { seconds: 0 })).toBe(store);
    for (const seconds of [301, -1, Number.NaN]) {
      expect(() => createLastKnownGoodReader(store, { seconds })).toThrow(InvalidConfigurationError);
    }
  });
});
