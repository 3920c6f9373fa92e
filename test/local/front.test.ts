import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Front, startFront } from '../../local/front.ts';
import { listen, type RunningServer } from '../../local/listen.ts';

let functions: RunningServer;
let front: Front;
let served = 0;
beforeAll(async () => {
  const echo = createServer(async (request, response) => {
    served += 1;
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

  it('makes one header of one that came twice, as API Gateway does', async () => {
    const sent = request(`${front.url}/auth0/post-login`, {
      method: 'POST',
      headers: ['host', 'x', 'webhook-signature', 'v1,x', 'webhook-signature', 'v1,y'],
    }).end();
    const [response] = await once(sent, 'response');
    expect(await text(response)).toBe('v1,x,v1,y ');
  });

  it.each([
    ['in one piece', (body: Buffer) => body],
    ['in chunks', (body: Buffer) => new Blob([body]).stream()],
  ])('takes a body of 10 MB and not a byte more, %s', async (_title, toBody) => {
    const post = (bytes: number) =>
      fetch(`${front.url}/auth0/post-login`, {
        method: 'POST',
        body: toBody(Buffer.alloc(bytes, 'x')),
        duplex: 'half',
      });
    const taken = await post(10_485_760);
    expect([taken.status, (await taken.arrayBuffer()).byteLength]).toEqual([418, 'undefined '.length + 10_485_760]);
    const before = served;
    expect((await post(10_485_761)).status).toBe(413);
    expect(served).toBe(before);
  });

  it('asks no function before the whole request is there, nor when its caller goes away', async () => {
    const before = served;
    const socket = connect(front.port, '127.0.0.1');
    socket.write('POST /auth0/post-login HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    const response = await fetch(`${front.url}/auth0/post-login`, { method: 'POST', body: 'meanwhile' });
    expect(await response.text()).toBe('undefined meanwhile');
    socket.destroy();
    await once(socket, 'close');
    expect((await fetch(`${front.url}/health`)).status).toBe(200);
    expect(served).toBe(before + 1);
  });

  it('refuses headers of more than 10 KB', async () => {
    const headers = { 'webhook-signature': 'x'.repeat(10_240) };
    expect((await fetch(`${front.url}/auth0/post-login`, { method: 'POST', body: '{}', headers })).status).toBe(431);
  });

  it.each([
    ['its body', 'content-length: 100\r\n\r\nhalf'],
    ['its headers', 'webhook-signature: '],
  ])('cuts off a caller who is slow with %s, and serves others meanwhile', async (_title, begun) => {
    const impatient = await startFront({
      port: 0,
      functionsPort: functions.port,
      times: { requestMs: 300, integrationMs: 30_000 },
    });
    const before = served;
    const socket = connect(impatient.port, '127.0.0.1');
    socket.write(`POST /auth0/post-login HTTP/1.1\r\nhost: x\r\n${begun}`);
    const trickle = setInterval(() => socket.write('x'), 50);
    const received = text(socket).finally(() => clearInterval(trickle));
    expect((await fetch(`${impatient.url}/auth0/post-login`, { method: 'POST', body: '{}' })).status).toBe(418);
    expect(await received).toMatch(/^HTTP\/1\.1 408 /);
    expect(served).toBe(before + 1);
    await impatient.close();
  });

  it('gives up on functions that do not answer', async () => {
    const silent = await listen(
      createServer(() => undefined),
      0,
    );
    const impatient = await startFront({
      port: 0,
      functionsPort: silent.port,
      times: { requestMs: 30_000, integrationMs: 100 },
    });
    expect((await fetch(`${impatient.url}/auth0/post-login`, { method: 'POST', body: '{}' })).status).toBe(503);
    await Promise.all([impatient.close(), silent.close()]);
  });

  it('is a bad gateway while the functions are gone', async () => {
    await functions.close();
    const response = await fetch(`${front.url}/auth0/post-login`, { method: 'POST', body: '{}' });
    expect([response.status, await response.json()]).toMatchObject([502, { error: 'bad_gateway' }]);
  });
});
