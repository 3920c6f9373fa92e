import { type ClientRequest, type IncomingHttpHeaders, request as requestHttp } from 'node:http';
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

/** The other side may have closed a kept connection while the process was frozen; that says nothing about the next one. */
const isStaleConnection = (request: ClientRequest, error: Error): boolean =>
  request.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

/**
 * One HTTP exchange over node:https; `fetch` would load a larger HTTP stack at every cold start. Follows no redirect: who
 * answers for a key set or a secret is configured, not negotiated. On a kept connection that turns out to be closed it is
 * sent again, so it must be one that may be repeated.
 *
 * Listens to events rather than iterating over the response or handing Node the signal: both cost more than a decision.
 * @throws the signal's reason when it is aborted; Error: the connection failed, or the answer is larger than `maximumBytes`
 */
export const exchange = (exchanged: HttpExchange): Promise<HttpResult> =>
  new Promise((resolve, reject) => {
    const { url, method = 'GET', headers, body, signal, maximumBytes } = exchanged;
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    const options = { method, headers: { ...headers }, ...(secure && { agent }) };
    const request = (secure ? requestHttps : requestHttp)(target, options);
    let settled = false;
    const settle = (): void => {
      settled = true;
      signal.removeEventListener('abort', abort);
    };
    const fail = (error: unknown): void => {
      if (settled) return;
      settle();
      request.destroy();
      reject(error);
    };
    const abort = (): void => fail(signal.reason);
    signal.addEventListener('abort', abort, { once: true });

    request.on('error', (error) => {
      if (settled || !isStaleConnection(request, error)) {
        fail(error);
        return;
      }
      settle();
      resolve(exchange(exchanged));
    });
    request.on('response', (response) => {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      response.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
        if (bytes > maximumBytes) fail(new Error(`The answer is larger than ${maximumBytes} bytes.`));
        else chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () => {
        if (settled) return;
        settle();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    request.end(body);
  });
