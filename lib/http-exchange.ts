import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';

export type HttpExchange = {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Ends everything, also a body that comes slowly. */
  readonly signal: AbortSignal;
  readonly maximumBytes: number;
};

export type HttpResult = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

const agent = new Agent({ keepAlive: true });

const read = async (response: IncomingMessage, maximumBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > maximumBytes) {
      response.destroy();
      throw new Error(`The answer is larger than ${maximumBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** The other side may have closed a kept connection while the process was frozen; that says nothing about the next one. */
const isStaleConnection = (request: ClientRequest, error: Error): boolean =>
  request.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

const send = (exchanged: HttpExchange): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { url, method = 'GET', headers, body, signal } = exchanged;
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    const options = { method, headers: { ...headers }, signal, ...(secure && { agent }) };
    const request = (secure ? requestHttps : requestHttp)(target, options, resolve);
    request.once('error', (error) => {
      if (isStaleConnection(request, error)) resolve(send(exchanged));
      else reject(error);
    });
    request.end(body);
  });

/**
 * One HTTP exchange over node:https; `fetch` would load a larger HTTP stack at every cold start. Follows no redirect: who
 * answers for a key set or a secret is configured, not negotiated. On a kept connection that turns out to be closed it is
 * sent again, so it must be one that may be repeated.
 * @throws Error the connection failed, the signal was aborted, or the answer is larger than `maximumBytes`
 */
export const exchange = async (exchanged: HttpExchange): Promise<HttpResult> => {
  const response = await send(exchanged);
  const body = await read(response, exchanged.maximumBytes);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
};
