import { once } from 'node:events';
import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import { listenOnKeptPort } from './kept-port.ts';
import type { StoreFault } from './store-faults.ts';

/** One call of DynamoDB on its way through the proxy. */
export type Exchange = {
  /** `BatchGetItem`, `PutItem`, ... */
  readonly operation: string;
  readonly request: IncomingMessage;
  readonly body: string;
  readonly response: ServerResponse;
  /** How many calls the present fault has met before this one. */
  readonly met: number;
  /** Asks the real DynamoDB, with another body where one is given. */
  forward(body?: string): Promise<Answer>;
  /** Answers the client. */
  reply(answer: Answer): void;
};

export type Answer = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type FaultyDynamoDB = {
  /** For `DYNAMODB_ENDPOINT` or the store's `endpoint`. */
  readonly endpoint: string;
  /** The operations that reached the proxy, in order; none while it refuses connections. */
  readonly calls: readonly string[];
  /** From now on every call meets the fault, until `recover`. */
  inject(fault: StoreFault): Promise<void>;
  recover(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Stands between the real SDK and a real DynamoDB (the embedded one), passes calls through, and injects faults at the
 * level of HTTP, where a mocked client could not show a hang.
 * @param target endpoint of the real one
 */
export const startFaultyDynamoDB = async (target: string): Promise<FaultyDynamoDB> => {
  const calls: string[] = [];
  let fault: StoreFault | undefined;
  let met = 0;

  const server = createServer(async (request, response) => {
    response.on('error', () => undefined);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) {
        chunks.push(chunk);
      }
    } catch {
      return; // The client went away while it was sending: its own affair.
    }
    const body = Buffer.concat(chunks).toString();
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    calls.push(operation);
    const exchange: Exchange = {
      operation,
      request,
      body,
      response,
      met,
      forward: (changed = body) => forward(target, request, changed),
      reply: (answer) => reply(response, answer),
    };
    met += 1;
    if (fault === undefined) {
      exchange.reply(await exchange.forward());
    } else {
      await fault.meet(exchange);
    }
  });
  const { url, port } = await listenOnKeptPort(server);

  const stopListening = async (): Promise<void> => {
    if (server.listening) {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    }
  };
  const listen = async (): Promise<void> => {
    if (!server.listening) {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    }
  };

  return {
    endpoint: url,
    calls,
    inject: async (injected) => {
      fault = injected;
      met = 0;
      await (injected.refusesConnections ? stopListening() : listen());
    },
    recover: async () => {
      fault = undefined;
      await listen();
    },
    stop: stopListening,
  };
};

const forward = (target: string, { method, url, headers }: IncomingMessage, body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { host: _ours, 'content-length': _length, ...rest } = headers;
    const outgoing = requestOf(
      new URL(url ?? '/', target),
      { method, headers: { ...rest, 'content-length': Buffer.byteLength(body) } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const reply = (response: ServerResponse, { status, body, headers = {} }: Answer): void => {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': crypto.randomUUID(),
    ...headers,
  });
  response.end(body);
};
