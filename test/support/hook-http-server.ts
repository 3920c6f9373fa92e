import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HttpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { listen, type RunningServer } from '../../local/listen.ts';
import { httpApiEvent } from './http-api-event.ts';
import { lambdaContext } from './lambda-context.ts';

/** Lambda entries by route (`GET /claims/{subject+}`). */
export type Routes = Readonly<Record<string, HttpHookHandler>>;

const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/**
 * Entries behind real HTTP, as an HTTP API of API Gateway puts them there: it decodes the path once, before it looks for the
 * route, and hands it on like that.
 */
export const startHookHttpServer = (routes: Routes): Promise<RunningServer> =>
  listen(
    createServer(async (request, response) => {
      const [rawPath = '', query] = (request.url ?? '').split('?');
      const path = decode(rawPath);
      for (const [route, handler] of Object.entries(routes)) {
        const [method, pattern = ''] = route.split(' ');
        const [prefix = '', parameter] = pattern.split(/\{(\w+)\+?\}/);
        const rest = path.slice(prefix.length);
        if (request.method !== method || !path.startsWith(prefix) || (parameter ? rest === '' : rest !== '')) continue;
        const { statusCode, headers, body } = await handler(
          httpApiEvent({
            method: request.method === 'POST' ? 'POST' : 'GET',
            path,
            route: pattern,
            ...(parameter ? { pathParameters: { [parameter]: rest } } : {}),
            ...(query === undefined ? {} : { query }),
            headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
            body: await text(request),
          }),
          lambdaContext(),
        );
        return response.writeHead(statusCode ?? 500, headers as Record<string, string>).end(body);
      }
      return response.writeHead(404).end();
    }),
    0,
  );
