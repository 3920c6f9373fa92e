import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { exchange } from '../lib/http-exchange.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const serve = async (listener: RequestListener) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

const get = (url: string, milliseconds = 2_000) =>
  exchange({ url, signal: AbortSignal.timeout(milliseconds), maximumBytes: 100 });

describe('an HTTP exchange', () => {
  it('sends method, headers and body, and gives status, headers and body', async () => {
    const url = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (body) => {
        response.writeHead(201, { 'x-answer': 'yes' }).end(`${request.method} ${request.headers['x-ask']} ${body}`);
      });
    });
    const signal = AbortSignal.timeout(2_000);
    const asked = {
      url,
      method: 'POST',
      headers: { 'x-ask': '?' },
      body: 'text',
      signal,
      maximumBytes: 100,
    } as const;
    expect(await exchange(asked)).toMatchObject({ status: 201, headers: { 'x-answer': 'yes' }, body: 'POST ? text' });
  });

  it('is sent again when a kept connection was closed meanwhile', async () => {
    const answered = new WeakSet<Socket>();
    let dropped = 0;
    const url = await serve(({ socket }, response) => {
      if (answered.has(socket)) {
        dropped += 1;
        socket.destroy();
        return;
      }
      answered.add(socket);
      response.end('ok');
    });
    for (let call = 0; call < 3; call += 1) expect((await get(url)).body).toBe('ok');
    expect(dropped).toBe(2);
  });

  it('is not sent again on a connection of its own', async () => {
    let requests = 0;
    const url = await serve(({ socket }) => {
      requests += 1;
      socket.destroy();
    });
    await expect(get(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(requests).toBe(1);
  });

  it('ends with the reason of its signal, before and during the answer', async () => {
    const reason = new Error('enough');
    const asked = { url: await serve((_request, response) => response.write('some')), maximumBytes: 100 };
    await expect(exchange({ ...asked, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const exchanging = exchange({ ...asked, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await expect(exchanging).rejects.toBe(reason);
  });

  it('does not take a part of an answer for the whole', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(get(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('follows no redirect', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await get(url)).status).toBe(302);
  });

  it('reads no more than it was told', async () => {
    const url = await serve((_request, response) => {
      response.end('x'.repeat(101));
    });
    await expect(get(url)).rejects.toThrow('larger than 100 bytes');
  });

  it.each<[string, RequestListener]>([
    ['does not answer', () => undefined],
    ['stops in the middle of the body', (_request, response) => void response.write('half')],
  ])('ends with its signal when the server %s', async (_title, listener) => {
    await expect(get(await serve(listener), 100)).rejects.toThrow();
  });
});
