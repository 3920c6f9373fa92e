import { describe, expect, it } from 'vitest';
import type { AttributesQuery, LoadedAttributes } from '../lib/attributes/attribute-store.ts';
import type { ClaimsPolicy } from '../lib/claims/policy.ts';
import { SourceUnavailableError } from '../lib/errors.ts';
import { loadSubjectAttributes, toAttributesQuery } from '../lib/load-subject-attributes.ts';
import type { AttributeSource } from '../lib/sources/attribute-source.ts';
import { toTokenRequest } from '../lib/to-token-request.ts';
import { plainInstance } from './support/hook-world.ts';
import { plainHook } from './support/plain-hook.ts';

const request = toTokenRequest(plainHook().toTokenRequest({ subject: 'u', groups: ['a'] }, {}), plainInstance);
const signal = AbortSignal.timeout(10_000);

const source = (name: string, load: AttributeSource['load']): AttributeSource => ({ name, load });
const answering = (name: string) => source(name, async () => ({ attributes: { from: name }, version: 'v' }));
const failing = source('crm', () => Promise.reject(new SourceUnavailableError('down')));
const hanging = source('crm', () => new Promise(() => undefined));

const load = (
  loaded: Partial<LoadedAttributes>,
  sources: readonly AttributeSource[],
  unknownSubject: ClaimsPolicy['unknownSubject'] = 'defaults',
) =>
  loadSubjectAttributes(
    { reader: { load: async () => ({ groups: [], freshness: 'fresh', roundTrips: 1, ...loaded }) }, sources },
    { request, instance: 'plain', settings: plainInstance, policy: { unknownSubject } },
    { signal },
  );

describe('the attributes of a subject', () => {
  it('are the table’s and those of every source by its name', async () => {
    const user = { attributes: { role: 'admin' }, version: 3 };
    const { attributes, roundTrips } = await load({ user, roundTrips: 2 }, [answering('crm'), answering('billing')]);
    expect(attributes).toEqual({
      user,
      groups: [],
      freshness: 'fresh',
      sources: {
        crm: { attributes: { from: 'crm' }, version: 'v' },
        billing: { attributes: { from: 'billing' }, version: 'v' },
      },
    });
    expect(roundTrips).toBe(2);
  });

  it('are asked for side by side', async () => {
    const table = Promise.withResolvers<LoadedAttributes>();
    const asked = source('crm', async () => {
      // The table answers only once the source was asked: one after the other would wait for ever.
      table.resolve({ groups: [], freshness: 'fresh', roundTrips: 1 });
      return { attributes: {}, version: 'v' };
    });
    const loading = loadSubjectAttributes(
      { reader: { load: () => table.promise }, sources: [asked] },
      { request, instance: 'plain', settings: plainInstance, policy: { unknownSubject: 'defaults' } },
      { signal },
    );
    await expect(loading).resolves.toMatchObject({ roundTrips: 1 });
  });

  it('are none where one source fails', async () => {
    await expect(load({}, [answering('billing'), failing])).rejects.toThrow(SourceUnavailableError);
  });

  it.each([
    ['blocked', { attributes: {}, version: 1, blocked: true }],
    ['off-boarded', { attributes: {}, version: 1, deleted: true }],
  ])(
    'are the table’s alone where it says that the subject is %s: no source can turn that into a fault',
    async (_title, user) => {
      expect((await load({ user }, [failing])).attributes).toMatchObject({ user, sources: {} });
      expect((await load({ user }, [hanging])).attributes).toMatchObject({ user, sources: {} });
    },
  );

  it('are the table’s alone where the policy denies whom the table does not know', async () => {
    expect((await load({}, [failing], 'deny')).attributes).toMatchObject({ sources: {} });
    expect((await load({}, [hanging], 'deny')).attributes).toMatchObject({ sources: {} });
  });
});

describe('a table that switches the hook off', () => {
  const modeOverride = { mode: 'off' } as const;
  const loadFor = (isEnough: () => boolean) =>
    loadSubjectAttributes(
      {
        reader: { load: async () => ({ groups: [], freshness: 'fresh', roundTrips: 1, modeOverride }) },
        sources: [hanging],
      },
      { request, instance: 'plain', settings: plainInstance, policy: { unknownSubject: 'defaults' }, isEnough },
      { signal },
    );

  it('is enough: no source is waited for', async () => {
    expect(await loadFor(() => true)).toMatchObject({ modeOverride, attributes: { sources: {} } });
  });
});

describe('what the table is asked', () => {
  it('is everything about the request and the instance’s mode, with the stored groups where they count', () => {
    const query: AttributesQuery = {
      realm: 'main',
      subject: { kind: 'user', id: 'u' },
      client: 'app',
      organization: undefined,
      groups: ['a'],
      directoryGroups: true,
      refuseUnknown: false,
      instance: 'plain',
    };
    expect(toAttributesQuery(request, 'plain', { groups: 'both' }, { unknownSubject: 'defaults' })).toEqual(query);
    expect(toAttributesQuery(request, 'plain', { groups: 'directory' }, { unknownSubject: 'defaults' })).toEqual(query);
    expect(toAttributesQuery(request, 'plain', { groups: 'event' }, { unknownSubject: 'defaults' })).toEqual({
      ...query,
      directoryGroups: false,
    });
    expect(toAttributesQuery(request, 'plain', { groups: 'both' }, { unknownSubject: 'deny' })).toEqual({
      ...query,
      refuseUnknown: true,
    });
  });
});
