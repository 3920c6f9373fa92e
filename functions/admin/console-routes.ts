import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { problem } from './problem.ts';
import type { AdminSettings } from './settings.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** What the console needs to know before anybody signed in; nothing of it is a secret. */
export type ConsoleSettings = {
  readonly issuer: string;
  readonly clientId: string | undefined;
  readonly audience: string;
};

const read = async (directory: string, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const file = normalize(join(directory, path));
  if (!file.startsWith(directory + sep)) {
    return undefined;
  }
  try {
    return new Uint8Array(await readFile(file));
  } catch {
    return undefined;
  }
};

/**
 * The web console: the built files under `/console`, its own pages all answered by `index.html`. Anybody may load it;
 * what it shows comes from the API, with the operator's token.
 */
export const consoleRoutes = (directory: string, { issuer, clientId, audience }: AdminSettings) => {
  const settings: ConsoleSettings = { issuer, clientId, audience };
  const self = "'self'";
  return new Hono()
    .use(
      '*',
      secureHeaders({
        contentSecurityPolicy: {
          defaultSrc: ["'none'"],
          scriptSrc: [self],
          // Mantine writes its theme's variables into a style element.
          styleSrc: [self, "'unsafe-inline'"],
          imgSrc: [self, 'data:'],
          fontSrc: [self],
          connectSrc: [self, new URL(issuer).origin],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
        },
        referrerPolicy: 'no-referrer',
      }),
    )
    .get('/settings.json', (c) => c.json(settings, 200, { 'cache-control': 'no-store' }))
    .get('/*', async (c) => {
      const path = c.req.path.replace(/^\/console\/?/, '');
      const asset = extname(path) !== '' && !path.includes('\0');
      const file = await read(directory, asset ? path : 'index.html');
      const type = contentTypes[asset ? extname(path) : '.html'];
      if (!file || type === undefined) {
        const detail = asset ? 'There is no such file.' : 'The console is not built: npm run build:console.';
        return problem(c, 404, 'no_such_file', { title: 'Not found', detail });
      }
      const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      return c.body(file, 200, { 'content-type': type, 'cache-control': cache });
    });
};
