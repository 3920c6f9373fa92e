import { describe, expect, it } from 'vitest';
import { createGroupCache } from '../../lib/attributes/group-cache.ts';
import type { StoredItem } from '../../lib/attributes/item.ts';

const group: StoredItem = {
  attributes: {},
  version: 1,
  epoch: 0,
};

describe('group cache', () => {
  const open = (seconds: number, maximumEntries?: number) => {
    const time = { now: 1_000_000 };
    return { time, cache: createGroupCache({ seconds, maximumEntries, clock: () => time.now }) };
  };

  it('knows what exists, what does not, and what it does not know', () => {
    const { cache } = open(5);
    const remember = cache.startReading();
    remember('there', group);
    remember('absent', undefined);
    expect(cache.get('there')).toMatchObject({ item: group });
    expect(cache.get('absent')).toMatchObject({ item: undefined });
    expect(cache.get('unknown')).toBeUndefined();
  });

  it('counts the age from the start of the read, however long it took', () => {
    const { cache, time } = open(5);
    const remember = cache.startReading();
    time.now += 4000;
    remember('there', group);
    time.now += 999;
    expect(cache.get('there')).toBeDefined();
    time.now += 1;
    expect(cache.get('there')).toBeUndefined();
  });

  it('trusts nothing that was read in the future', () => {
    const { cache, time } = open(5);
    cache.startReading()('there', group);
    time.now -= 1;
    expect(cache.get('there')).toBeUndefined();
  });

  it('is off with 0 seconds', () => {
    const { cache } = open(0);
    cache.startReading()('there', group);
    expect(cache.get('there')).toBeUndefined();
  });

  it('makes room by forgetting what was read first', () => {
    const { cache } = open(5, 2);
    const remember = cache.startReading();
    remember('a', group);
    remember('b', group);
    remember('a', group);
    remember('c', group);
    expect(['a', 'b', 'c'].filter((key) => cache.get(key) !== undefined)).toEqual(['a', 'c']);
  });
});
