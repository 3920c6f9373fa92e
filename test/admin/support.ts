import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createAdminApp } from '../../functions/admin/app.ts';
import { createAuditLog, createFaultLog } from '../../functions/admin/audit-log.ts';
import type { Services } from '../../lib/administration/services.ts';
import { startAdministration } from '../administration/support.ts';

export const audience = 'https://admin.claims.test';

const listening = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${port}`);
    });
  });

/** An OIDC provider as far as the admin API sees it: a key set over HTTP, and tokens signed with its key. */
export const startProvider = async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  const issuer = await listening(server);
  const sign = (claims: { readonly [claim: string]: unknown } = {}) =>
    new SignJWT({
      iss: issuer,
      aud: audience,
      sub: 'operator|ada',
      scope: 'claims:read claims:write claims:audit',
      exp: Math.floor(Date.now() / 1000) + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'at+jwt' })
      .sign(privateKey);
  return { issuer, sign, publicKey, close: () => server.close() };
};

export type Provider = Awaited<ReturnType<typeof startProvider>>;

type CallOptions = { body?: unknown; headers?: Record<string, string> };

/** A response whose JSON a test may look into without declaring it. */
// biome-ignore lint/suspicious/noExplicitAny: tests assert the shape
export type ApiResponse = Omit<Response, 'json'> & { json(): Promise<any> };

/** The admin API over real HTTP, on a store in memory. */
export const startAdmin = async (provider: Provider, more: Partial<Services> = {}, consoleDirectory?: string) => {
  const lines: string[] = [];
  const log = { write: (line: string) => lines.push(line), now: Date.now };
  const { store, services } = startAdministration();
  const app = createAdminApp(
    { ...services, record: createAuditLog(log), ...more },
    { issuer: provider.issuer, audience, jwksUri: `${provider.issuer}/jwks`, algorithms: ['RS256'] },
    { onFault: createFaultLog(log), consoleDirectory },
  );
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started as Server));
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const token = await provider.sign();
  const call = async (method: string, path: string, options: CallOptions = {}): Promise<ApiResponse> =>
    fetch(`${url}/admin${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  return { url, call, store, lines, app, close: () => server.close() };
};
