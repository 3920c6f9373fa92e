import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttributeStore, AttributesQuery } from '../../lib/attributes/attribute-store.ts';
import type { ItemContent, ItemKey } from '../../lib/attributes/item.ts';
import { maximumContentBytes } from '../../lib/attributes/item-content.ts';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import {
  InvalidCursorError,
  InvalidKeyError,
  ItemTooLargeError,
  MalformedItemError,
  TooManyGroupsError,
  VersionConflictError,
} from '../../lib/errors.ts';

type OpenStore = () => Promise<{
  readonly store: AttributeStore;
  /** The same items behind a group cache of five seconds, by a clock that `tick` moves on (milliseconds). */
  readonly cached: AttributeStore;
  readonly tick: (ms: number) => void;
  readonly close: () => Promise<void>;
}>;

const soon = () => ({ signal: AbortSignal.timeout(10_000) });

/** What every attribute store does, whatever it is made of. */
export const describeAttributeStore = (name: string, open: OpenStore): void => {
  describe(`attribute store: ${name}`, () => {
    let opened: Awaited<ReturnType<OpenStore>>;
    let realms = 0;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    /** A realm of its own for each test. */
    const inRealm = () => {
      realms += 1;
      const realm = `r${realms}`;
      const { store, cached, tick } = opened;
      const user = (subject: string) => ({ kind: 'user', realm, subject }) as const satisfies ItemKey;
      const group = (groupName: string) => ({ kind: 'group', realm, name: groupName }) as const satisfies ItemKey;
      const org = (id: string) => ({ kind: 'org', realm, id }) as const satisfies ItemKey;
      const client = (id: string) => ({ kind: 'client', realm, id }) as const satisfies ItemKey;
      const member = (organization: string, subject: string): ItemKey => ({
        kind: 'member',
        realm,
        organization,
        subject,
      });
      const create = (key: ItemKey, content: Partial<ItemContent> = {}) =>
        store.put(key, { attributes: {}, ...content }, { by: 'test', expectedVersion: 0 });
      const query = (change: Partial<AttributesQuery> = {}): AttributesQuery => ({
        realm,
        subject: { kind: 'user', id: 'ada' },
        client: 'shop',
        groups: [],
        directoryGroups: true,
        ...change,
      });
      return { realm, store, cached, tick, user, group, org, client, member, create, query };
    };

    describe('writes', () => {
      it('gives back what was put, with its version, author and change', async () => {
        const { store, user } = inRealm();
        const content: ItemContent = {
          attributes: {
            role: 'admin',
            id: 4711,
            ratio: 0.1,
            on: true,
            none: null,
            tags: ['a', { b: [] }],
            map: { c: '' },
          },
          groups: ['staff', 'ops'],
          organization: 'acme',
          email: 'Ada@Example.com',
          blocked: true,
        };
        const written = await store.put(user('ada'), content, { by: 'me', expectedVersion: 0, request: 'r1' });
        expect(written).toMatchObject({ key: user('ada'), ...content, version: 1, epoch: 0, updatedBy: 'me' });
        expect(written.lastChange).toEqual({
          version: 1,
          at: written.updatedAt,
          by: 'me',
          action: 'put',
          after: content,
          request: 'r1',
        });
        expect(await store.get(user('ada'))).toEqual(written);
      });

      it('knows nothing of what was never written', async () => {
        const { store, user } = inRealm();
        expect(await store.get(user('nobody'))).toBeUndefined();
      });

      it('counts versions, and refuses a writer who saw another one', async () => {
        const { store, user, create } = inRealm();
        await create(user('ada'), { attributes: { a: 1 } });
        const second = await store.put(user('ada'), { attributes: { a: 2 } }, { by: 'me', expectedVersion: 1 });
        expect(second).toMatchObject({ version: 2, attributes: { a: 2 } });
        for (const expectedVersion of [0, 1, 3]) {
          await expect(store.put(user('ada'), { attributes: {} }, { by: 'me', expectedVersion })).rejects.toThrow(
            VersionConflictError,
          );
          await expect(store.delete(user('ada'), { by: 'me', expectedVersion })).rejects.toThrow(VersionConflictError);
          await expect(store.revoke(user('ada'), { by: 'me', expectedVersion })).rejects.toThrow(VersionConflictError);
        }
        expect(await store.get(user('ada'))).toEqual(second);
      });

      it('lets one of many concurrent writers win', async () => {
        const { store, user, create } = inRealm();
        await create(user('ada'));
        const outcomes = await Promise.allSettled(
          Array.from({ length: 8 }, (_, writer) =>
            store.put(user('ada'), { attributes: { writer } }, { by: `w${writer}`, expectedVersion: 1 }),
          ),
        );
        const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
        expect(won).toHaveLength(1);
        for (const outcome of outcomes) {
          expect(outcome.status === 'rejected' ? outcome.reason : new VersionConflictError()).toBeInstanceOf(
            VersionConflictError,
          );
        }
        expect(await store.get(user('ada'))).toEqual(won[0]?.value);
      });

      it('leaves a tombstone that keeps counting', async () => {
        const { store, user, create } = inRealm();
        await create(user('ada'), { attributes: { a: 1 }, groups: ['staff'], email: 'ada@example.com', blocked: true });
        const tombstone = await store.delete(user('ada'), { by: 'me', expectedVersion: 1 });
        expect(tombstone).toMatchObject({ version: 2, attributes: {}, deleted: true });
        expect(tombstone.groups).toBeUndefined();
        expect(tombstone.email).toBeUndefined();
        expect(tombstone.lastChange).toMatchObject({ action: 'delete', before: { attributes: { a: 1 } } });
        expect(tombstone.lastChange?.after).toBeUndefined();
        expect(await store.get(user('ada'))).toEqual(tombstone);
        await expect(store.put(user('ada'), { attributes: {} }, { by: 'me', expectedVersion: 0 })).rejects.toThrow(
          VersionConflictError,
        );
        const again = await store.put(user('ada'), { attributes: { a: 3 } }, { by: 'me', expectedVersion: 2 });
        expect(again).toMatchObject({ version: 3, attributes: { a: 3 } });
        expect(again.deleted).toBeUndefined();
        expect(again.lastChange?.before).toBeUndefined();
      });

      it('off-boards a subject that has no item', async () => {
        const { store, user } = inRealm();
        expect(await store.delete(user('ada'), { by: 'me', expectedVersion: 0 })).toMatchObject({
          version: 1,
          deleted: true,
        });
      });

      it('raises the epoch by revoke only, and keeps it through everything else', async () => {
        const { store, user, group, create } = inRealm();
        await create(user('ada'), { attributes: { a: 1 } });
        expect(await store.revoke(user('ada'), { by: 'me', expectedVersion: 1 })).toMatchObject({
          version: 2,
          epoch: 1,
          attributes: { a: 1 },
          lastChange: { action: 'revoke' },
        });
        expect(await store.put(user('ada'), { attributes: {} }, { by: 'me', expectedVersion: 2 })).toMatchObject({
          epoch: 1,
        });
        expect(await store.delete(user('ada'), { by: 'me', expectedVersion: 3 })).toMatchObject({ epoch: 1 });
        expect(await store.revoke(user('ada'), { by: 'me', expectedVersion: 4 })).toMatchObject({
          epoch: 2,
          deleted: true,
        });
        expect(await store.get(user('ada'))).toMatchObject({ version: 5, epoch: 2, deleted: true });

        await create(group('staff'));
        await expect(store.revoke(group('staff'), { by: 'me', expectedVersion: 1 })).rejects.toThrow(InvalidKeyError);
      });

      it('revokes somebody who was never stored: the item does nothing but count', async () => {
        const { store, client } = inRealm();
        const revoke = () => store.revoke(client('unknown'), { by: 'me', expectedVersion: 0 });
        expect(await revoke()).toMatchObject({ attributes: {}, version: 1, epoch: 1 });
        expect(await store.get(client('unknown'))).toMatchObject({ version: 1, epoch: 1 });
        await expect(revoke()).rejects.toThrow(VersionConflictError);
        const { entries } = await store.changes(client('unknown'), { limit: 10 });
        expect(entries).toMatchObject([{ version: 1, action: 'revoke', by: 'me' }]);
      });

      it('creates an item once, however many try', async () => {
        const { store, user, create } = inRealm();
        const content = { attributes: { a: 1 }, email: 'ada@example.com' };
        const outcomes = await Promise.all(
          Array.from({ length: 5 }, () => store.createIfAbsent(user('ada'), content, { by: 'hook', ...soon() })),
        );
        expect(outcomes.filter((created) => created)).toHaveLength(1);
        expect(await store.get(user('ada'))).toMatchObject({ ...content, version: 1, updatedBy: 'hook' });

        await create(user('eve'));
        await store.delete(user('eve'), { by: 'me', expectedVersion: 1 });
        expect(await store.createIfAbsent(user('eve'), content, { by: 'hook', ...soon() })).toBe(false);
        expect(await store.get(user('eve'))).toMatchObject({ deleted: true });
      });

      it('creates nothing when the time is over', async () => {
        const { store, user } = inRealm();
        const signal = AbortSignal.abort();
        await expect(store.createIfAbsent(user('ada'), { attributes: {} }, { by: 'hook', signal })).rejects.toThrow();
        expect(await store.get(user('ada'))).toBeUndefined();
      });

      it('keeps any name and any text of attributes', async () => {
        const { store, user, create } = inRealm();
        const attributes = JSON.parse(
          '{"__proto__":{"__proto__":1,"polluted":true},"\\\\__proto__":2,"constructor":{"prototype":"x"},"toString":"y","#":"#","":"","a.b":"\\u0000","emoji":"\\ud83d\\ude00"}',
        );
        delete attributes[''];
        await create(user('ada'), { attributes });
        const stored = await store.get(user('ada'));
        expect(JSON.stringify(Object.entries(stored?.attributes ?? {}).sort())).toBe(
          JSON.stringify(Object.entries(attributes).sort()),
        );
        expect(Object.getPrototypeOf(stored?.attributes)).toBe(Object.prototype);
      });

      it.each<[string, Partial<ItemContent>, new (message: string) => Error]>([
        ['a lone surrogate in a value', { attributes: { a: '\ud800' } }, MalformedItemError],
        ['a lone surrogate in a name', { attributes: { '\udfff': 1 } }, MalformedItemError],
        ['an empty name', { attributes: { '': 1 } }, MalformedItemError],
        ['a number that JSON has not', { attributes: { a: Number.NaN } }, MalformedItemError],
        ['an integer that JavaScript cannot hold', { attributes: { a: 2 ** 53 } }, MalformedItemError],
        ['a number that DynamoDB cannot hold', { attributes: { a: 1e-200 } }, MalformedItemError],
        ['17 levels of arrays', { attributes: { a: nested(17, '[', ']') } }, MalformedItemError],
        ['17 levels of maps', { attributes: { a: nested(17, '{"b":', '}') } }, MalformedItemError],
        ['one byte over 32 KB', { attributes: { a: 'x'.repeat(largestText + 1) } }, ItemTooLargeError],
        ['32 KB of characters that take three bytes', { attributes: { a: '€'.repeat(11_000) } }, ItemTooLargeError],
        ['201 groups', { groups: Array.from({ length: 201 }, (_, index) => `g${index}`) }, TooManyGroupsError],
        ['an empty group name', { groups: [''] }, InvalidKeyError],
        ['a precedence on a user', { precedence: 1 }, MalformedItemError],
        ['an empty e-mail address', { email: '' }, MalformedItemError],
      ])('refuses %s and stores nothing', async (_title, content, error) => {
        const { store, user, create } = inRealm();
        await expect(create(user('ada'), content)).rejects.toThrow(error);
        await expect(
          store.createIfAbsent(user('ada'), { attributes: {}, ...content }, { by: 'hook', ...soon() }),
        ).rejects.toThrow(error);
        expect(await store.get(user('ada'))).toBeUndefined();
      });

      it('takes 16 levels', async () => {
        const { store, user, create } = inRealm();
        const attributes = { a: nested(16, '[', ']'), b: nested(16, '{"b":', '}') };
        await create(user('ada'), { attributes });
        expect((await store.get(user('ada')))?.attributes).toEqual(attributes);
      });

      it('takes an item of exactly 32 KB, changes it and reads it', async () => {
        const { store, user, create, query } = inRealm();
        const attributes = { a: 'x'.repeat(largestText) };
        await create(user('ada'), { attributes });
        await store.put(user('ada'), { attributes }, { by: 'me', expectedVersion: 1 });
        expect((await store.get(user('ada')))?.lastChange?.before).toEqual({ attributes });
        expect((await store.load(query(), soon())).user?.attributes).toEqual(attributes);
        expect((await store.changes(user('ada'), { limit: 5 })).entries).toHaveLength(2);
      });
    });

    describe('history', () => {
      it('tells every change, newest first, page by page', async () => {
        const { store, user, create } = inRealm();
        await create(user('ada'), { attributes: { a: 1 } });
        await store.put(user('ada'), { attributes: { a: 2 } }, { by: 'me', expectedVersion: 1 });
        await store.revoke(user('ada'), { by: 'me', expectedVersion: 2 });
        await store.delete(user('ada'), { by: 'you', expectedVersion: 3, request: 'r4' });

        const first = await store.changes(user('ada'), { limit: 3 });
        expect(first.entries).toMatchObject([
          { version: 4, action: 'delete', by: 'you', request: 'r4', before: { attributes: { a: 2 } } },
          { version: 3, action: 'revoke', before: { attributes: { a: 2 } }, after: { attributes: { a: 2 } } },
          { version: 2, action: 'put', before: { attributes: { a: 1 } }, after: { attributes: { a: 2 } } },
        ]);
        const second = await store.changes(user('ada'), { limit: 3, cursor: first.next });
        expect(second.entries).toMatchObject([{ version: 1, action: 'put', after: { attributes: { a: 1 } } }]);
        expect(second.entries[0]?.before).toBeUndefined();
        expect(second.next).toBeUndefined();
        expect(await store.changes(user('nobody'), { limit: 3 })).toEqual({ entries: [] });
      });

      it('holds what a hook created', async () => {
        const { store, user } = inRealm();
        await store.createIfAbsent(user('ada'), { attributes: { a: 1 } }, { by: 'hook', ...soon() });
        expect((await store.changes(user('ada'), { limit: 3 })).entries).toMatchObject([{ version: 1, by: 'hook' }]);
        await store.put(user('ada'), { attributes: { a: 2 } }, { by: 'me', expectedVersion: 1 });
        expect((await store.changes(user('ada'), { limit: 3 })).entries).toMatchObject([
          { version: 2 },
          { by: 'hook' },
        ]);
      });

      it('forgets an item and its changes', async () => {
        const { store, user, create } = inRealm();
        await create(user('ada'), { email: 'ada@example.com' });
        for (let version = 1; version < 31; version += 1) {
          await store.put(user('ada'), { attributes: { version } }, { by: 'me', expectedVersion: version });
        }
        await create(user('eve'));
        await store.forget(user('ada'));
        expect(await store.get(user('ada'))).toBeUndefined();
        expect(await store.changes(user('ada'), { limit: 3 })).toEqual({ entries: [] });
        expect((await store.changes(user('eve'), { limit: 3 })).entries).toHaveLength(1);
        await store.forget(user('ada'));
        expect(await create(user('ada'))).toMatchObject({ version: 1 });
      });
    });

    describe('finding', () => {
      it('finds people by e-mail address whatever its case, in their realm only', async () => {
        const { realm, store, user, create } = inRealm();
        await create(user('ada'), { email: 'Ada@Example.com' });
        await create(user('ada2'), { email: 'ada@example.com' });
        await create(user('eve'), { email: 'eve@example.com' });
        await store.delete(user('eve'), { by: 'me', expectedVersion: 1 });
        const found = await store.findByEmail(realm, 'ADA@example.COM');
        expect(found).toHaveLength(2);
        expect(found).toEqual(expect.arrayContaining([user('ada'), user('ada2')]));
        expect(await store.findByEmail(realm, 'eve@example.com')).toEqual([]);
        expect(await store.findByEmail('elsewhere', 'ada@example.com')).toEqual([]);
      });

      it.each(['user', 'group', 'org', 'client'] as const)('lists every %s once, page by page', async (kind) => {
        const { realm, store, create, user, group, org, client } = inRealm();
        const keys = { user, group, org, client };
        const ids = ['a', 'b', 'c#d', 'é', 'e', 'f', 'g'];
        for (const id of ids) {
          await create(keys[kind](id));
        }
        await create(keys[kind === 'user' ? 'group' : 'user']('other'));
        await create({ ...keys[kind]('far'), realm: `${realm}-2` });
        await store.delete(keys[kind]('e'), { by: 'me', expectedVersion: 1 });

        const found: ItemKey[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.list(kind, realm, { limit: 2, cursor });
          expect(page.entries.length).toBeLessThanOrEqual(2);
          found.push(...page.entries);
          cursor = page.next;
        } while (cursor !== undefined);
        const expected = ids.filter((id) => id !== 'e').map((id) => keys[kind](id));
        expect(found).toHaveLength(expected.length);
        expect(found).toEqual(expect.arrayContaining(expected));
      });

      it('scans every item once, tombstones included', async () => {
        const { realm, store, user, group, create } = inRealm();
        await create(user('ada'), { attributes: { a: 1 } });
        await create(group('staff'), { precedence: 3 });
        await store.delete(user('ada'), { by: 'me', expectedVersion: 1 });
        const found = [];
        let cursor: string | undefined;
        do {
          const page = await store.scan({ limit: 3, cursor });
          found.push(...page.entries.filter(({ key }) => key.kind !== 'hook' && key.realm === realm));
          cursor = page.next;
        } while (cursor !== undefined);
        expect(found).toHaveLength(2);
        expect(found).toEqual(expect.arrayContaining([await store.get(user('ada')), await store.get(group('staff'))]));
      });

      it('refuses a cursor that is not its own', async () => {
        const { realm, store, user, group, create } = inRealm();
        for (const id of ['a', 'b', 'c']) {
          await create(group(id));
          await create(user(id));
        }
        const { next } = await store.list('group', realm, { limit: 1 });
        expect(next).toBeDefined();
        for (const cursor of ['', 'junk', '!', Buffer.from('["x"]').toString('base64url'), next]) {
          await expect(store.list('client', realm, { limit: 1, cursor })).rejects.toThrow(InvalidCursorError);
          await expect(store.list('group', 'elsewhere', { limit: 1, cursor })).rejects.toThrow(InvalidCursorError);
          await expect(store.scan({ limit: 1, cursor })).rejects.toThrow(InvalidCursorError);
          await expect(store.changes(user('a'), { limit: 1, cursor })).rejects.toThrow(InvalidCursorError);
        }
      });
    });

    describe('load', () => {
      it('reads everything about a request whose groups the event names in one round trip', async () => {
        const { store, user, member, org, client, group, create, query } = inRealm();
        const hook: ItemKey = { kind: 'hook', instance: `load-${realms}` };
        await create(user('ada'), { attributes: { of: 'user' } });
        await create(member('acme', 'ada'), { attributes: { of: 'membership' } });
        await create(org('acme'), { attributes: { of: 'organization' } });
        await create(client('shop'), { attributes: { of: 'client' } });
        await create(group('staff'), { attributes: { of: 'group' }, precedence: 7 });
        await create(hook, { mode: { mode: 'observe', share: 50, clients: ['shop'] } });
        expect(
          await store.load(
            query({ organization: 'acme', groups: ['staff', 'staff', 'no such group'], instance: `load-${realms}` }),
            soon(),
          ),
        ).toMatchObject({
          user: { attributes: { of: 'user' }, version: 1, epoch: 0 },
          membership: { attributes: { of: 'membership' } },
          organization: { attributes: { of: 'organization' } },
          client: { attributes: { of: 'client' } },
          groups: [{ name: 'staff', attributes: { of: 'group' }, version: 1, precedence: 7 }],
          modeOverride: { mode: 'observe', share: 50, clients: ['shop'] },
          freshness: 'fresh',
          roundTrips: 1,
        });
      });

      it('reads the groups that user and membership name in a second one, where the directory counts', async () => {
        const { store, user, member, group, create, query } = inRealm();
        await create(user('ada'), { groups: ['staff', 'gone', 'unknown'] });
        await create(member('acme', 'ada'), { groups: ['owners', 'staff'] });
        await create(member('other', 'ada'), { groups: ['spies'] });
        for (const name of ['staff', 'owners', 'spies', 'gone', 'event']) {
          await create(group(name), { attributes: { name } });
        }
        await store.delete(group('gone'), { by: 'me', expectedVersion: 1 });

        const both = await store.load(query({ organization: 'acme', groups: ['event'] }), soon());
        expect(both.groups.map(({ name: groupName }) => groupName).sort()).toEqual(['event', 'owners', 'staff']);
        expect(both.roundTrips).toBe(2);

        const eventOnly = await store.load(
          query({ organization: 'acme', groups: ['event'], directoryGroups: false }),
          soon(),
        );
        expect(eventOnly.groups.map(({ name: groupName }) => groupName)).toEqual(['event']);
        expect(eventOnly.roundTrips).toBe(1);
      });

      it('takes two spellings of a group name for one group', async () => {
        const { store, user, group, create, query } = inRealm();
        await create(group('Caf\u00e9'), { attributes: { a: 1 } });
        await create(user('ada'), { groups: ['Cafe\u0301', 'Caf\u00e9'] });
        expect((await store.get(user('ada')))?.groups).toEqual(['Caf\u00e9']);
        const { groups } = await store.load(query({ groups: ['Cafe\u0301'] }), soon());
        expect(groups).toMatchObject([{ name: 'Caf\u00e9', attributes: { a: 1 } }]);
        expect((await store.load(query({ groups: ['caf\u00e9'], directoryGroups: false }), soon())).groups).toEqual([]);
      });

      it('reads a machine by its client item, with its groups and never a user', async () => {
        const { store, user, client, member, group, create, query } = inRealm();
        await create(user('shop'), { attributes: { of: 'user' }, groups: ['people'] });
        await create(client('shop'), { attributes: { of: 'client' }, groups: ['machines'] });
        await create(group('machines'));
        await create(group('people'));
        await create(member('acme', 'shop'), { attributes: { of: 'membership' } });
        const loaded = await store.load(
          query({ subject: { kind: 'client', id: 'shop' }, client: 'another name', organization: 'acme' }),
          soon(),
        );
        expect(loaded.user).toBeUndefined();
        expect(loaded.membership).toBeUndefined();
        expect(loaded.client).toMatchObject({ attributes: { of: 'client' } });
        expect(loaded.groups).toMatchObject([{ name: 'machines' }]);
      });

      it("takes the subject's own organization where the request names none, but no membership in it", async () => {
        const { store, user, member, org, create, query } = inRealm();
        await create(user('ada'), { organization: 'home' });
        await create(member('home', 'ada'), { attributes: { of: 'membership' } });
        await create(org('home'), { attributes: { of: 'home' } });
        await create(org('acme'), { attributes: { of: 'acme' } });

        const own = await store.load(query(), soon());
        expect(own).toMatchObject({ user: { organization: 'home' }, organization: { attributes: { of: 'home' } } });
        expect(own.membership).toBeUndefined();
        expect(own.roundTrips).toBe(2);

        const named = await store.load(query({ organization: 'acme' }), soon());
        expect(named.organization).toMatchObject({ attributes: { of: 'acme' } });
        expect(named.membership).toBeUndefined();
        expect(named.roundTrips).toBe(1);
      });

      it('tells tombstones from unknown subjects', async () => {
        const { store, user, create, query } = inRealm();
        expect((await store.load(query(), soon())).user).toBeUndefined();
        await create(user('ada'), { blocked: true });
        expect((await store.load(query(), soon())).user).toMatchObject({ blocked: true });
        await store.delete(user('ada'), { by: 'me', expectedVersion: 1 });
        expect((await store.load(query(), soon())).user).toMatchObject({ deleted: true, attributes: {} });
      });

      it('reads no more once the subject is known to be refused', async () => {
        const { store, user, client, member, org, group, create, query } = inRealm();
        await create(group('staff'));
        const content: Partial<ItemContent> = { groups: ['staff'] };
        for (const [key, organization] of [
          [user('ada'), undefined],
          [client('shop'), undefined],
          [member('acme', 'ada'), 'acme'],
        ] as const) {
          await create(key, { ...content, blocked: true });
          expect(await store.load(query({ organization }), soon())).toMatchObject({ groups: [], roundTrips: 1 });
          await store.put(key, { attributes: {}, ...content }, { by: 'me', expectedVersion: 1 });
          const { groups, roundTrips } = await store.load(query({ organization }), soon());
          expect({ groups: groups.length, roundTrips }).toEqual({ groups: 1, roundTrips: 2 });
        }
        await create(org('evil'), { blocked: true });
        expect((await store.load(query({ organization: 'evil' }), soon())).roundTrips).toBe(1);
      });

      it('keeps realms and organizations apart, whatever the names hold', async () => {
        const { realm, store, user, member, create, query } = inRealm();
        await create({ ...user('ada'), realm: `${realm}-2` }, { attributes: { of: 'elsewhere' } });
        await create(member('a#b', 'c'), { attributes: { of: 'a#b, c' } });
        await create(member('a', 'b#c'), { attributes: { of: 'a, b#c' } });
        await create(member('a%23b', 'c'), { attributes: { of: 'a%23b, c' } });
        expect((await store.load(query(), soon())).user).toBeUndefined();
        for (const [organization, subject] of [
          ['a#b', 'c'],
          ['a', 'b#c'],
          ['a%23b', 'c'],
        ] as const) {
          const loaded = await store.load(query({ organization, subject: { kind: 'user', id: subject } }), soon());
          expect(loaded.membership?.attributes).toEqual({ of: `${organization}, ${subject}` });
        }
      });

      it('reads 200 groups from event and directory together, and refuses more as a whole', async () => {
        const { store, user, group, create, query } = inRealm();
        const names = Array.from({ length: 200 }, (_, index) => `group ${index}`);
        await Promise.all(names.map((groupName, index) => create(group(groupName), { precedence: index })));
        await create(user('ada'), { groups: names.slice(100) });
        const loaded = await store.load(query({ groups: names.slice(0, 150) }), soon());
        expect(
          loaded.groups.map(({ precedence }) => precedence).sort((one, other) => (one ?? 0) - (other ?? 0)),
        ).toEqual(names.map((_, index) => index));
        expect(loaded.roundTrips).toBe(2);
        expect((await store.load(query({ groups: names, directoryGroups: false }), soon())).roundTrips).toBe(1);
        await expect(store.load(query({ groups: ['another', ...names.slice(0, 150)] }), soon())).rejects.toThrow(
          TooManyGroupsError,
        );
        await expect(
          store.load(query({ groups: ['another', ...names], directoryGroups: false }), soon()),
        ).rejects.toThrow(TooManyGroupsError);
      });

      it('reads a mode override alone', async () => {
        const { store, create } = inRealm();
        await create({ kind: 'hook', instance: 'alone' }, { mode: { mode: 'observe', share: 5 } });
        expect(await store.loadMode?.('alone', soon())).toEqual({ mode: { mode: 'observe', share: 5 } });
        expect(await store.loadMode?.('never-set', soon())).toEqual({ mode: undefined });
      });

      it('tells the mode override also where the rest is a fault', async () => {
        const { store, create, query } = inRealm();
        const seen: unknown[] = [];
        const load = (instance: string, groups: readonly string[]) =>
          store.load(query({ instance, groups }), { ...soon(), onMode: (override) => seen.push(override) });
        await create({ kind: 'hook', instance: 'told' }, { mode: { mode: 'off' } });
        const groups = Array.from({ length: 201 }, (_, index) => `group ${index}`);
        await expect(load('told', groups)).rejects.toThrow(TooManyGroupsError);
        await load('told', []);
        await load('never-told', []);
        expect(seen).toEqual([{ mode: 'off' }, { mode: 'off' }, undefined]);
      });

      it.each([
        ['the person', ({ user }) => user('ada'), undefined],
        ['the client', ({ client }) => client('shop'), undefined],
        ['the membership', ({ member }) => member('acme', 'ada'), 'acme'],
        ['the organization', ({ org }) => org('acme'), 'acme'],
      ] as const satisfies readonly [string, (realm: ReturnType<typeof inRealm>) => ItemKey, string | undefined][])(
        'tells that %s is blocked although the event names more than 200 groups, in one round trip',
        async (_title, keyOf, organization) => {
          const realm = inRealm();
          const groups = Array.from({ length: 201 }, (_, index) => `group ${index}`);
          const load = () => realm.store.load(realm.query({ groups, organization, directoryGroups: false }), soon());
          await expect(load()).rejects.toThrow(TooManyGroupsError);
          await realm.create(keyOf(realm), { blocked: true });
          const { user, client, membership, organization: of, roundTrips } = await load();
          expect([user, client, membership, of].filter((item) => item?.blocked)).toHaveLength(1);
          expect(roundTrips).toBe(1);
        },
      );

      it('tells that the own organization is blocked although directory and event name more than 200 groups', async () => {
        const { store, user, org, create, query } = inRealm();
        const groups = Array.from({ length: 200 }, (_, index) => `group ${index}`);
        await create(user('ada'), { groups, organization: 'acme' });
        await expect(store.load(query({ groups: ['another'] }), soon())).rejects.toThrow(TooManyGroupsError);
        await create(org('acme'), { blocked: true });
        expect(await store.load(query({ groups: ['another'] }), soon())).toMatchObject({
          organization: { blocked: true },
          roundTrips: 2,
        });
      });

      it('tells that a subject is unknown although the event names more than 200 groups, where that is refused', async () => {
        const { store, user, create, query } = inRealm();
        const groups = Array.from({ length: 201 }, (_, index) => `group ${index}`);
        const refusing = query({ groups, refuseUnknown: true });
        expect(await store.load(refusing, soon())).toMatchObject({ user: undefined, roundTrips: 1 });
        await expect(store.load(query({ groups }), soon())).rejects.toThrow(TooManyGroupsError);
        await create(user('ada'));
        await expect(store.load(refusing, soon())).rejects.toThrow(TooManyGroupsError);
      });

      it.each([
        ['empty', ''],
        ['with a lone surrogate', 'a\ud800'],
        ['of 2100 bytes', 'é'.repeat(1050)],
      ])('refuses a subject that is %s', async (_title, id) => {
        const { store, query } = inRealm();
        for (const kind of ['user', 'client'] as const) {
          await expect(store.load(query({ subject: { kind, id } }), soon())).rejects.toThrow(InvalidKeyError);
        }
      });

      it('reads a person whose client the event does not name', async () => {
        const { store, user, create, query } = inRealm();
        await create(user('ada'), { attributes: { a: 1 } });
        expect(await store.load(query({ client: '' }), soon())).toMatchObject({
          user: { attributes: { a: 1 } },
          roundTrips: 1,
        });
      });

      it('reads subjects of 600 bytes with separators', async () => {
        const { store, user, create, query } = inRealm();
        const id = `auth0|a/b#c ${'x'.repeat(588)}`;
        await create(user(id), { attributes: { a: 1 } });
        expect((await store.load(query({ subject: { kind: 'user', id } }), soon())).user?.attributes).toEqual({ a: 1 });
      });

      it('does not begin when the time is over', async () => {
        const { store, query } = inRealm();
        await expect(store.load(query(), { signal: AbortSignal.abort() })).rejects.toThrow('no time left');
      });
    });

    describe('group cache', () => {
      it('serves groups and organizations for five seconds, also that there is none, and nothing else', async () => {
        const { store, cached, tick, user, client, org, group, create, query } = inRealm();
        await create(user('ada'), { attributes: { a: 1 }, groups: ['staff', 'later'], organization: 'home' });
        await create(client('shop'), { attributes: { a: 1 } });
        await create(org('home'), { attributes: { a: 1 } });
        await create(group('staff'), { attributes: { a: 1 } });
        expect((await cached.load(query(), soon())).roundTrips).toBe(2);

        await store.put(
          user('ada'),
          { attributes: { a: 2 }, groups: ['staff', 'later'], organization: 'home' },
          { by: 'me', expectedVersion: 1 },
        );
        await store.put(client('shop'), { attributes: { a: 2 } }, { by: 'me', expectedVersion: 1 });
        await store.put(org('home'), { attributes: { a: 2 } }, { by: 'me', expectedVersion: 1 });
        await store.put(group('staff'), { attributes: { a: 2 } }, { by: 'me', expectedVersion: 1 });
        await create(group('later'), { attributes: { a: 2 } });

        tick(4999);
        expect(await cached.load(query(), soon())).toMatchObject({
          user: { attributes: { a: 2 } },
          client: { attributes: { a: 2 } },
          organization: { attributes: { a: 1 } },
          groups: [{ name: 'staff', attributes: { a: 1 } }],
          roundTrips: 1,
        });
        expect(await cached.load(query({ consistent: true }), soon())).toMatchObject({
          organization: { attributes: { a: 2 } },
          groups: [{ name: 'staff', version: 2 }, { name: 'later' }],
          roundTrips: 2,
        });
        tick(1);
        expect(await cached.load(query(), soon())).toMatchObject({
          organization: { attributes: { a: 2 } },
          groups: [{ name: 'staff', version: 2 }, { name: 'later' }],
          roundTrips: 2,
        });
      });

      it('serves groups that the event names', async () => {
        const { store, cached, group, create, query } = inRealm();
        await create(group('staff'), { attributes: { a: 1 } });
        await cached.load(query({ groups: ['staff'] }), soon());
        await store.delete(group('staff'), { by: 'me', expectedVersion: 1 });
        expect(await cached.load(query({ groups: ['staff'] }), soon())).toMatchObject({ groups: [{ name: 'staff' }] });
        expect((await store.load(query({ groups: ['staff'] }), soon())).groups).toEqual([]);
      });
    });
  });
};

/** So many levels of arrays or maps around a number. */
const nested = (levels: number, open: string, close: string): ClaimValue =>
  JSON.parse(`${open.repeat(levels)}1${close.repeat(levels)}`);

/** The longest text that fits into an item as its only attribute `a`. */
const largestText = maximumContentBytes - Buffer.byteLength(JSON.stringify({ attributes: { a: '' } }));
