import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Front, startFront } from '../../local/front.ts';
import { listen, type RunningServer } from '../../local/listen.ts';

let functions: RunningServer;
let front: Front;
beforeAll(async () => {
  const echo = createServer(async (request, response) => {
    response.writeHead(418, { 'x-path': request.url ?? '', 'x-method': request.method ?? '' });
    response.end(`${request.headers['webhook-signature']} ${await text(request)}`);
  });
  functions = await listen(echo, 0);
  front = await startFront({ port: 0, functionsPort: functions.port });
});
afterAll(() => front.close());

describe('the front', () => {
  it('says that it is starting until everything is up', async () => {
    expect((await fetch(`${front.url}/health`)).status).toBe(503);
    front.ready();
    const response = await fetch(`${front.url}/health`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('passes bytes, headers, query and status as they are', async () => {
    const body = '{ "a":1,  "ä": "\\u00e4" }';
    const headers = { 'webhook-signature': 'v1,x' };
    const response = await fetch(`${front.url}/auth0/post-login?a=%2F`, { method: 'POST', body, headers });
    expect(response.status).toBe(418);
    expect(response.headers.get('x-path')).toBe('/auth0/post-login?a=%2F');
    expect(response.headers.get('x-method')).toBe('POST');
    expect(await response.text()).toBe(`v1,x ${body}`);
  });

  it('is a bad gateway while the functions are gone', async () => {
    await functions.close();
    const response = await fetch(`${front.url}/auth0/post-login`, { method: 'POST', body: '{}' });
    expect([response.status, await response.json()]).toMatchObject([502, { error: 'bad_gateway' }]);
  });
});
