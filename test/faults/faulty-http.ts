import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../../local/listen.ts';
import { listenOnKeptPort } from '../support/kept-port.ts';

/** How a server that holds secrets or keys can fail; `refuse`: nobody listens. */
export const httpFaults = {
  'connection refused': 'refuse',
  'hang before the first byte': () => undefined,
  'connection closed without an answer': ({ socket }: IncomingMessage) => void socket.destroy(),
  'body that never ends': (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  },
  'status 500': (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(500).end('{}'),
  'status 400': (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(400).end('{"__type":"AccessDeniedException"}'),
  redirect: (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  'not JSON': (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(200).end('<html>'),
  'another JSON': (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(200).end('[null]'),
  'empty body': (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(200).end(),
  'a megabyte': (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(200).end(`"${'x'.repeat(1_000_000)}"`),
} as const;

export type HttpFault = (typeof httpFaults)[keyof typeof httpFaults];

/** Stands before a real server, first with a fault, then without. */
export const startFaultyHttp = async (target: string, fault: HttpFault) => {
  let faulty = true;
  const server = createServer(async (request, response) => {
    response.on('error', () => undefined);
    if (faulty && typeof fault === 'function') return fault(request, response);
    const { host: _host, ...headers } = request.headers;
    const { method = 'GET' } = request;
    const body = method === 'GET' ? {} : { body: await buffer(request) };
    const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    try {
      const answer = await fetch(new URL(request.url ?? '/', target), { method, headers: sent, ...body });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    } catch {
      response.destroy();
    }
  });
  const running = await listenOnKeptPort(server);
  if (fault === 'refuse') {
    server.close();
    await once(server, 'close');
  }
  return {
    url: running.url,
    recover: async () => {
      faulty = false;
      if (!server.listening) await listen(server, running.port);
    },
    stop: async () => {
      if (server.listening) await running.close();
    },
  };
};
