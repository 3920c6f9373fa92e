import { connect, type Socket } from 'node:net';
import type { Answer } from '../hook-fixture.ts';

/** A request as it goes over the wire: header by header, in this order, also one that comes twice. */
export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
};

/** The value of a header, by its name in lower case. */
export const headerOf = ({ headers }: HttpRequest, name: string): string =>
  headers.find(([header]) => header === name)?.[1] ?? '';

/** The head of a request, and its body. */
const toWire = ({ method, path, headers, body }: HttpRequest): readonly [head: string, body: string] => {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(method === 'POST' ? [`content-length: ${Buffer.byteLength(body)}`] : []),
    'connection: close',
  ];
  return [`${lines.join('\r\n')}\r\n\r\n`, body];
};

export type HttpAnswer = Extract<Answer, { readonly kind: 'http' }>;

const toAnswer = (text: string): HttpAnswer => {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  return { kind: 'http', status, headers: Object.fromEntries(headers), body: text.slice(end + 4) };
};

/** Writes to a socket of its own, and reads until the server closes it. */
const exchange = (port: number, write: (socket: Socket) => void): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => write(socket));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => chunks.length === 0 && reject(error));
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString();
      if (text === '') reject(new Error('The connection was closed without an answer.'));
      else resolve(toAnswer(text));
    });
  });

export const sendRequest = (port: number, request: HttpRequest): Promise<HttpAnswer> =>
  exchange(port, (socket) => {
    for (const piece of toWire(request)) socket.write(piece);
  });

/** Between two bytes of a caller who is slow; the shortest request takes him minutes. */
const pauseMs = 2_000;

/** Sends all before the body, or before the last headers, at once, and from there on a byte at a time. */
export const sendSlowly = (port: number, request: HttpRequest, slowPart: 'headers' | 'body'): Promise<HttpAnswer> =>
  exchange(port, (socket) => {
    const [head, body] = toWire(request);
    const begin = slowPart === 'body' ? head.length : head.indexOf('\r\n') + 2;
    socket.write(head.slice(0, begin));
    const rest = (head + body).slice(begin)[Symbol.iterator]();
    const timer = setInterval(() => {
      const { value, done } = rest.next();
      if (!done && socket.writable) socket.write(value);
    }, pauseMs);
    socket.on('close', () => clearInterval(timer));
  });
