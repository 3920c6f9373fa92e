import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { listen, type RunningServer } from './listen.ts';

const headerBytes = 10_240;
const bodyBytes = 10_485_760;

/**
 * What API Gateway takes from a caller of an HTTP API. It reads the whole request before it calls a function, so that
 * none waits for a caller who is slow.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const gatewayTimes = {
  /** Until the answer of a function is there, in milliseconds. */
  integrationMs: 30_000,
  /** Until a request is there, in milliseconds. API Gateway does not say what it allows. */
  requestMs: 30_000,
};

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

/** Bytes as they are: a signature is over the raw body. `undefined`: more than the quota, read to its end but not kept. */
const readBody = async (incoming: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += chunk.length;
    if (bytes <= bodyBytes) chunks.push(chunk);
  }
  return bytes <= bodyBytes ? Buffer.concat(chunks) : undefined;
};

/** A header that came twice is one, joined by commas; serverless-offline would take the last and Node the first. */
const toHeaders = ({ headersDistinct }: IncomingMessage): Record<string, string> => {
  const { 'transfer-encoding': _chunked, expect: _continue, ...headers } = headersDistinct;
  return Object.fromEntries(Object.entries(headers).map(([name, values = []]) => [name, values.join(',')]));
};

type Functions = { readonly functionsPort: number; readonly integrationMs: number };

const pass = async (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { functionsPort, integrationMs }: Functions,
): Promise<void> => {
  const body = await readBody(incoming);
  if (body === undefined) return json(outgoing, 413, { message: 'Request Entity Too Large' });
  const signal = AbortSignal.timeout(integrationMs);
  const upstream = sendRequest({
    host: '127.0.0.1',
    port: functionsPort,
    method: incoming.method,
    path: incoming.url,
    headers: toHeaders(incoming),
    signal,
  });
  const answered = Promise.withResolvers<IncomingMessage>();
  upstream.on('response', answered.resolve).on('error', answered.reject).end(body);
  try {
    const answer = await answered.promise;
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, outgoing);
  } catch {
    if (outgoing.headersSent) outgoing.destroy();
    else if (signal.aborted) json(outgoing, 503, { message: 'Service Unavailable' });
    else json(outgoing, 502, { error: 'bad_gateway', error_description: 'The functions do not answer.' });
  }
};

export type Front = RunningServer & {
  /** From now on `GET /health` answers 200. */
  ready(): void;
};

/** What stands in for API Gateway: one origin for the hooks, the admin API and the console, and `GET /health`. */
export const startFront = async (options: {
  readonly port: number;
  readonly functionsPort: number;
  /** Default: as API Gateway. */
  readonly times?: typeof gatewayTimes;
}): Promise<Front> => {
  const { functionsPort, times = gatewayTimes } = options;
  const { integrationMs, requestMs } = times;
  let up = false;
  const server = createServer(
    {
      maxHeaderSize: headerBytes,
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => {
      if (request.url === '/health') {
        json(response, up ? 200 : 503, { status: up ? 'ok' : 'starting' });
      } else {
        // A caller who goes away, or is cut off, while the request is read: nobody is left to answer.
        pass(request, response, { functionsPort, integrationMs }).catch(() => response.destroy());
      }
    },
  );
  const running = await listen(server, options.port);
  return {
    ...running,
    ready: () => {
      up = true;
    },
  };
};
