import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidConfigurationError, SourceUnavailableError } from '../../lib/errors.ts';
import type { Secrets } from '../../lib/secrets/secrets.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import { createHttpJsonSource } from '../../lib/sources/http-json-source.ts';
import type { HttpJsonSourceConfig } from '../../lib/sources/source-config.ts';
import { describeAttributeSource, requestFor } from '../contracts/attribute-source.ts';
import { startSourceServer } from '../support/source-server.ts';

const noSecrets = staticSecrets({});
/** Longer than a test may take: what ends sooner ended by itself. */
const soon = () => ({ signal: AbortSignal.timeout(60_000) });

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

describeAttributeSource('HTTP JSON', async (world, { clock, ...settings }) => {
  const server = await startSourceServer((_call, response) => {
    world.asked += 1;
    switch (world.answer.is) {
      case 'attributes':
        return sendJson(response, 200, world.answer.attributes);
      case 'unknown':
        return sendJson(response, 404, { error: 'not found' });
      case 'fault':
        return sendJson(response, 503, { error: 'down' });
      case 'hang':
        return undefined;
    }
  });
  const config: HttpJsonSourceConfig = {
    kind: 'http-json',
    name: 'crm',
    url: `${server.url}/people/{subject}`,
    ...settings,
  };
  return { source: createHttpJsonSource(config, { secrets: noSecrets, clock }), close: server.close };
});

describe('HTTP JSON source', () => {
  let server: Awaited<ReturnType<typeof startSourceServer>>;
  let respond: (response: ServerResponse) => void;
  beforeEach(async () => {
    respond = (response) => sendJson(response, 200, { plan: 'gold' });
    server = await startSourceServer((_call, response) => respond(response));
  });
  afterEach(() => server.close());

  const secret = crypto.randomUUID();
  const sourceAt = (path: string, settings: Partial<HttpJsonSourceConfig> = {}) =>
    createHttpJsonSource(
      { kind: 'http-json', name: 'crm', url: `${server.url}${path}`, cacheSeconds: 0, ...settings },
      { secrets: staticSecrets({ crm: [secret, 'previous'] }) },
    );

  it('asks by GET with the parts of the request in the path, each encoded', async () => {
    const source = sourceAt('/{realm}/{organization}/{subject}?client={client}');
    await source.load(requestFor('auth0|a/b?c#d e', { organization: 'a&b', client: 'x=y&z' }), soon());
    await source.load(requestFor('é'), soon());
    const machine = { subject: { kind: 'client', id: 'svc' } } as const;
    const both = sourceAt('/{kind}s/{subject}', { subjects: ['user', 'client'] });
    await both.load(requestFor('svc'), soon());
    await both.load(requestFor('svc', machine), soon());
    expect(server.calls.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', '/customers/a%26b/auth0%7Ca%2Fb%3Fc%23d%20e?client=x%3Dy%26z', ''],
      ['GET', '/customers//%C3%A9?client=shop', ''],
      ['GET', '/users/svc', ''],
      ['GET', '/clients/svc', ''],
    ]);
  });

  it.each(['.', '..', '\ud800'])('never asks about %j, which would be another resource', async (subject) => {
    await expect(sourceAt('/people/{subject}/plan').load(requestFor(subject), soon())).rejects.toThrow(
      SourceUnavailableError,
    );
    expect(server.calls).toEqual([]);
  });

  it('asks by POST with the mapped body', async () => {
    const source = sourceAt('/lookup', {
      body: ({ subject, scopes }) => ({ person: subject.id, scopes: scopes.granted }),
    });
    await source.load(requestFor('ada', { scopes: { granted: ['order'], requested: [] } }), soon());
    expect(server.calls).toMatchObject([
      { method: 'POST', body: '{"person":"ada","scopes":["order"]}', headers: { 'content-type': 'application/json' } },
    ]);
  });

  it('remembers by what it asks, the body included', async () => {
    const source = sourceAt('/lookup', { cacheSeconds: 5, body: ({ subject }) => ({ person: subject.id }) });
    for (const subject of ['ada', 'eve', 'ada']) {
      await source.load(requestFor(subject), soon());
    }
    expect(server.calls.map(({ body }) => body)).toEqual(['{"person":"ada"}', '{"person":"eve"}']);
  });

  it('proves itself with the current secret', async () => {
    await sourceAt('/', { authorization: { kind: 'basic', username: 'me', secret: 'crm' } }).load(
      requestFor('a'),
      soon(),
    );
    await sourceAt('/', { authorization: { kind: 'bearer', secret: 'crm' } }).load(requestFor('a'), soon());
    await sourceAt('/', { authorization: { kind: 'header', header: 'X-Api-Key', secret: 'crm' } }).load(
      requestFor('a'),
      soon(),
    );
    const [basic, bearer, header] = server.calls.map(({ headers }) => headers);
    expect(basic?.authorization).toBe(`Basic ${Buffer.from(`me:${secret}`).toString('base64')}`);
    expect(bearer?.authorization).toBe(`Bearer ${secret}`);
    expect(header).toMatchObject({ 'x-api-key': secret });
    expect(header?.authorization).toBeUndefined();
  });

  describe('while its secret is rotated', () => {
    /** An API that accepts one secret, and a parameter store that holds others by and by. */
    const world = (accepted: string, stored: readonly (readonly string[])[], status = 401) => {
      let readings = 0;
      let refreshes = 0;
      const secrets: Secrets = {
        get: async () => stored[Math.min(readings, stored.length - 1)] ?? [],
        refresh: async ({ because }) => {
          // Else a subject that the API keeps from us would keep callers waiting for their secrets.
          expect(because).toBe('an API refused');
          refreshes += 1;
          readings += 1;
          return readings < stored.length;
        },
      };
      respond = (response) => {
        const { authorization } = server.calls.at(-1)?.headers ?? {};
        return authorization === `Bearer ${accepted}`
          ? sendJson(response, 200, { plan: 'gold' })
          : sendJson(response, status, {});
      };
      const source = createHttpJsonSource(
        {
          kind: 'http-json',
          name: 'crm',
          url: `${server.url}/`,
          cacheSeconds: 0,
          authorization: { kind: 'bearer', secret: 'crm' },
        },
        { secrets },
      );
      return { load: () => source.load(requestFor('a'), soon()), refreshes: () => refreshes };
    };
    const sent = () => server.calls.map(({ headers }) => headers.authorization?.replace('Bearer ', ''));

    it.each([401, 403])('it tries the one before when the API answers %d to the current one', async (status) => {
      const { load, refreshes } = world('old', [['new', 'old']], status);
      expect((await load()).attributes).toEqual({ plan: 'gold' });
      expect(sent()).toEqual(['new', 'old']);
      expect(refreshes()).toBe(0);
    });

    it('it reads the parameter again when the API knows none of those at hand', async () => {
      const { load, refreshes } = world('new', [['old'], ['new', 'old']]);
      expect((await load()).attributes).toEqual({ plan: 'gold' });
      expect(sent()).toEqual(['old', 'new']);
      expect(refreshes()).toBe(1);
    });

    it('it is unavailable when the parameter may not be read again yet, or has nothing new', async () => {
      const early = world('new', [['old']]);
      await expect(early.load()).rejects.toThrow(SourceUnavailableError);
      expect(sent()).toEqual(['old']);
      const same = world('new', [
        ['old', 'older'],
        ['old', 'older'],
      ]);
      await expect(same.load()).rejects.toThrow(SourceUnavailableError);
      expect(sent()).toEqual(['old', 'old', 'older']);
    });

    it('it asks once for any other answer', async () => {
      const { load, refreshes } = world('new', [['old', 'new']], 500);
      await expect(load()).rejects.toThrow(SourceUnavailableError);
      expect(sent()).toEqual(['old']);
      expect(refreshes()).toBe(0);
    });
  });

  it('is unavailable without its secret, and asks nobody', async () => {
    const source = sourceAt('/', { authorization: { kind: 'bearer', secret: 'other' } });
    await expect(source.load(requestFor('a'), soon())).rejects.toThrow(SourceUnavailableError);
    expect(server.calls).toEqual([]);
  });

  it('chooses attributes of the answer', async () => {
    respond = (response) => sendJson(response, 200, { data: { tier: 'gold' }, noise: 1 });
    const source = sourceAt('/', { attributes: ({ data }) => ({ plan: Object(data).tier }) });
    expect((await source.load(requestFor('a'), soon())).attributes).toEqual({ plan: 'gold' });
  });

  it('knows nothing after 204', async () => {
    respond = (response) => void response.writeHead(204).end();
    expect((await sourceAt('/').load(requestFor('a'), soon())).attributes).toEqual({});
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['401', (response) => sendJson(response, 401, {})],
    ['a redirect', (response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
    ['not JSON', (response) => void response.end('<html>')],
    ['an array', (response) => sendJson(response, 200, ['canary'])],
    ['null', (response) => sendJson(response, 200, null)],
    ['an empty body', (response) => void response.end()],
    ['a body without end', (response) => void setInterval(() => response.write('{'), 5).unref()],
    ['a reset', (response) => response.destroy()],
  ])('is unavailable after %s, and quotes nothing of it', async (_title, fault) => {
    respond = fault;
    const error: unknown = await sourceAt('/', { timeoutMs: 200 })
      .load(requestFor('canary'), soon())
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceUnavailableError);
    expect(String(error) + String(error instanceof Error && error.cause)).not.toContain('canary');
    expect(server.calls).toHaveLength(1);
  });

  it.each([
    ['not a url', 'crm'],
    ['plain http to elsewhere', 'http://crm.example.com/{subject}'],
    ['another protocol', 'ftp://crm.example.com/'],
    ['credentials', 'https://me:secret@crm.example.com/'],
    ['an unknown placeholder', 'https://crm.example.com/{user}'],
    ['a placeholder as host', 'https://{subject}/'],
    ['a placeholder in the host', 'https://crm{client}.example.com/'],
  ])('refuses a url that is or has %s', (_title, url) => {
    expect(() => createHttpJsonSource({ kind: 'http-json', name: 'crm', url }, { secrets: noSecrets })).toThrow(
      InvalidConfigurationError,
    );
  });
});
