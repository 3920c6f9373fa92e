import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEpochCheck, type EpochCheckOptions } from '../../examples/api/claims-epoch.ts';
import { type Provider, startAdmin, startProvider } from '../admin/support.ts';

let provider: Provider;
let admin: Awaited<ReturnType<typeof startAdmin>>;
const realm = 'customers';
const keyOf = (subject: string) => ({ kind: 'user', realm, subject }) as const;

beforeAll(async () => {
  provider = await startProvider();
  admin = await startAdmin(provider);
});
afterAll(() => {
  admin.close();
  provider.close();
});

const check = (options: Partial<EpochCheckOptions> = {}) =>
  createEpochCheck({
    adminUrl: `${admin.url}/admin`,
    realm,
    accessToken: () => provider.sign({ sub: 'api', scope: 'claims:epoch' }),
    whenUnavailable: 'refuse',
    ...options,
  });
const add = (subject: string) =>
  admin.store.put(keyOf(subject), { attributes: {} }, { by: 'test', expectedVersion: 0 });
const person = (id: string) => ({ kind: 'user', id }) as const;

describe('an API that checks claims_epoch', () => {
  it('accepts a token until its subject is revoked, and newer ones after that', async () => {
    await add('auth0|7 /#%');
    const isCurrent = check({ cacheSeconds: 0 });
    expect(await isCurrent(person('auth0|7 /#%'), 0)).toBe(true);
    await admin.store.revoke(keyOf('auth0|7 /#%'), { by: 'test', expectedVersion: 1 });
    expect(await isCurrent(person('auth0|7 /#%'), 0)).toBe(false);
    expect(await isCurrent(person('auth0|7 /#%'), 1)).toBe(true);
  });

  it('refuses tokens of blocked and deleted subjects, and tokens without the claim', async () => {
    await add('gone');
    await admin.store.delete(keyOf('gone'), { by: 'test', expectedVersion: 1 });
    expect(await check()(person('gone'), 9)).toBe(false);
    expect(await check()(person('never-stored'), undefined)).toBe(false);
    expect(await check()(person('never-stored'), 0)).toBe(true);
  });

  it('reads the claim as a text too, as some IdPs carry it, and nothing else for a number', async () => {
    await add('text');
    await admin.store.revoke(keyOf('text'), { by: 'test', expectedVersion: 1 });
    const isCurrent = check();
    const claims = [
      '1',
      '2',
      '0',
      '',
      ' 1',
      '-1',
      '1.5',
      '1e3',
      '0x9',
      '9'.repeat(400),
      [1],
      true,
      null,
      1.5,
      Number.NaN,
    ];
    const accepted = await Promise.all(claims.map((claim) => isCurrent(person('text'), claim)));
    expect(claims.filter((_, index) => accepted[index])).toEqual(['1', '2']);
  });

  it('asks once for many calls at a time, and again when the answer is too old', async () => {
    await add('busy');
    let asked = 0;
    let now = 1000;
    const accessToken = () => {
      asked += 1;
      return provider.sign({ scope: 'claims:epoch' });
    };
    const isCurrent = check({ accessToken, cacheSeconds: 10, now: () => now });
    expect(await Promise.all([isCurrent(person('busy'), 0), isCurrent(person('busy'), 0)])).toEqual([true, true]);
    now += 9_999;
    await isCurrent(person('busy'), 0);
    expect(asked).toBe(1);
    now += 1;
    await isCurrent(person('busy'), 0);
    expect(asked).toBe(2);
  });

  it('keeps the last answer while the admin API cannot be asked', async () => {
    await add('kept');
    await admin.store.revoke(keyOf('kept'), { by: 'test', expectedVersion: 1 });
    let allowed = true;
    const accessToken = () => provider.sign({ scope: allowed ? 'claims:epoch' : '' });
    const isCurrent = check({ accessToken, cacheSeconds: 0, whenUnavailable: 'accept' });
    expect(await isCurrent(person('kept'), 0)).toBe(false);
    allowed = false;
    expect(await isCurrent(person('kept'), 0)).toBe(false);
    expect(await isCurrent(person('kept'), 1)).toBe(true);
  });

  describe('when the admin API cannot be asked for long', () => {
    const world = async (whenUnavailable: 'refuse' | 'accept', options: Partial<EpochCheckOptions> = {}) => {
      const [subject, revoked] = [`seen-${whenUnavailable}-${crypto.randomUUID()}`, `gone-${crypto.randomUUID()}`];
      await add(subject);
      await add(revoked);
      await admin.store.revoke(keyOf(revoked), { by: 'test', expectedVersion: 1 });
      let up = true;
      let now = 1_000_000;
      const accessToken = () => provider.sign({ sub: 'api', scope: up ? 'claims:epoch' : '' });
      const isCurrent = check({ accessToken, whenUnavailable, now: () => now, ...options });
      await isCurrent(person(subject), 0);
      await isCurrent(person(revoked), 0);
      up = false;
      return {
        answersAfter: (seconds: number) => {
          now = 1_000_000 + seconds * 1000;
          return Promise.all([
            isCurrent(person(subject), 0),
            isCurrent(person(revoked), 0),
            isCurrent(person(revoked), 1),
          ]);
        },
      };
    };

    it('refuses after a minute what it was told to refuse: a revocation meanwhile takes hold', async () => {
      const { answersAfter } = await world('refuse');
      expect(await answersAfter(59)).toEqual([true, false, true]);
      expect(await answersAfter(60)).toEqual([false, false, false]);
      expect(await answersAfter(7 * 24 * 3600)).toEqual([false, false, false]);
    });

    it('refuses after the time that was set', async () => {
      const { answersAfter } = await world('refuse', { staleSeconds: 300 });
      expect(await answersAfter(299)).toEqual([true, false, true]);
      expect(await answersAfter(300)).toEqual([false, false, false]);
    });

    it('goes on where it was told to accept, but for what was refused already', async () => {
      const { answersAfter } = await world('accept');
      expect(await answersAfter(7 * 24 * 3600)).toEqual([true, false, true]);
    });
  });

  it.each([
    ['refuse', false],
    ['accept', true],
  ] as const)('does what it was told where it never had an answer: %s', async (whenUnavailable, expected) => {
    const nowhere = check({ adminUrl: 'http://127.0.0.1:9/admin', whenUnavailable });
    expect(await nowhere(person('x'), 0)).toBe(expected);
    const refused = check({ accessToken: async () => 'no token', whenUnavailable });
    expect(await refused(person('x'), 0)).toBe(expected);
  });
});
