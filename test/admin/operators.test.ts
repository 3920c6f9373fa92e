import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audience, type Provider, startAdmin, startProvider } from './support.ts';

type Admin = Awaited<ReturnType<typeof startAdmin>>;
type Operation = { method: string; path: string; scope: string };

let provider: Provider;
let admin: Admin;
let operations: Operation[];

const item = '/admin/realms/customers/users/ada';

beforeAll(async () => {
  provider = await startProvider();
  admin = await startAdmin(provider);
  const document = await (await admin.call('GET', '/openapi.json')).json();

  operations = Object.entries<Record<string, object>>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: path
        .replace('{realm}', 'customers')
        .replace('{instance}', 'login')
        .replace(/memberships\/\{id\}/, 'memberships/acme:ada')
        .replace(/\{\w+\}/g, 'ada'),
      scope: '',
    })),
  );
  operations.push({ method: 'GET', path: '/admin/openapi.json', scope: '' });
});

afterAll(() => {
  admin.close();
  provider.close();
});

const status = async (token: string | undefined, { method, path }: { method: string; path: string }) => {
  const response = await fetch(`${admin.url}${path}`, {
    method,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
  return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.text() };
};

describe('who may call the admin API', () => {
  test('the document lists every route, so that the refusals below cover them', () => {
    expect(operations.length).toBeGreaterThan(60);
    const registered = admin.app.routes.filter(({ method }) => method !== 'ALL');
    const distinct = new Set(registered.map(({ method, path }) => `${method} ${path}`));
    // All but the health check are in the document or are the document.
    expect(distinct.size).toBe(operations.length + 1);
  });

  test('refuses every route without a token', async () => {
    for (const operation of operations) {
      const answer = await status(undefined, operation);
      expect(answer, `${operation.method} ${operation.path}`).toMatchObject({ status: 401, challenge: 'Bearer' });
    }
  });

  const forged = async (): Promise<Record<string, string>> => {
    const stranger = await generateKeyPair('RS256');
    const claims = { iss: provider.issuer, aud: audience, sub: 'eve', scope: 'claims:read claims:write claims:audit' };
    const exp = Math.floor(Date.now() / 1000) + 300;
    const [, payload] = (await provider.sign()).split('.');
    return {
      'another audience': await provider.sign({ aud: 'https://shop.example.com' }),
      expired: await provider.sign({ exp: Math.floor(Date.now() / 1000) - 60 }),
      'not yet valid': await provider.sign({ nbf: Math.floor(Date.now() / 1000) + 600 }),
      'without expiry': await provider.sign({ exp: undefined }),
      'another issuer': await provider.sign({ iss: 'https://idp.example.net' }),
      'without a subject': await provider.sign({ sub: undefined }),
      'alg none': new UnsecuredJWT({ ...claims, exp }).encode(),
      'the key of somebody else': await new SignJWT({ ...claims, exp })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .sign(stranger.privateKey),
      'a shared secret': await new SignJWT({ ...claims, exp })
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .sign(new TextEncoder().encode('x'.repeat(32))),
      'a changed payload': (await provider.sign({ sub: 'eve' })).replace(/\.[^.]+\./, `.${payload}.`),
      junk: 'junkjunk.canarycanary.junkjunk',
    };
  };

  test('refuses every route with a token that is not for it', async () => {
    for (const [title, token] of Object.entries(await forged())) {
      for (const operation of operations) {
        const answer = await status(token, operation);
        expect(answer, `${title}: ${operation.method} ${operation.path}`).toMatchObject({
          status: 401,
          challenge: 'Bearer error="invalid_token"',
        });
        expect(answer.body).not.toContain(token.split('.')[1]);
      }
    }
  });

  test('refuses every route with a token that lacks the scope, and changes nothing', async () => {
    const everything = { read: 'claims:read', write: 'claims:write', audit: 'claims:audit', epoch: 'claims:epoch' };
    for (const operation of operations) {
      const granted = await Promise.all(
        Object.values(everything).map(async (scope) => {
          const others = Object.values(everything).filter((other) => other !== scope);
          const without = await status(await provider.sign({ scope: others.join(' ') }), operation);
          return without.status === 403 ? [scope] : [];
        }),
      );
      expect(granted.flat().length, `${operation.method} ${operation.path}`).toBeGreaterThan(0);
    }
    expect((await admin.store.scan({ limit: 100 })).entries).toEqual([]);
  });

  test.each([
    ['GET', item, 'claims:read'],
    ['PUT', item, 'claims:write'],
    ['GET', `${item}/history`, 'claims:audit'],
    ['GET', '/admin/realms/customers/review', 'claims:audit'],
    ['GET', '/admin/realms/customers/epoch/ada', 'claims:epoch'],
  ])('%s %s needs %s', async (method, path, scope) => {
    const answer = await status(await provider.sign({ scope: 'claims:none' }), { method, path });
    expect(answer.status).toBe(403);
    expect(answer.challenge).toBe(`Bearer error="insufficient_scope", scope="${scope}"`);
  });

  test('answers the health check to anybody, with nothing to learn from it', async () => {
    expect(await status(undefined, { method: 'GET', path: '/admin/health' })).toMatchObject({
      status: 200,
      body: '{"status":"ok"}',
    });
  });
});
