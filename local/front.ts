import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import { listen, type RunningServer } from './listen.ts';

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

/** Bytes go through as they are: a signature is over the raw body. */
const pass = (incoming: IncomingMessage, outgoing: ServerResponse, functionsPort: number): void => {
  const upstream = sendRequest(
    { host: '127.0.0.1', port: functionsPort, method: incoming.method, path: incoming.url, headers: incoming.headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  upstream.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else json(outgoing, 502, { error: 'bad_gateway', error_description: 'The functions do not answer.' });
  });
  incoming.pipe(upstream);
};

export type Front = RunningServer & {
  /** From now on `GET /health` answers 200. */
  ready(): void;
};

/** What stands in for API Gateway: one origin for the hooks, the admin API and the console, and `GET /health`. */
export const startFront = async (options: { port: number; functionsPort: number }): Promise<Front> => {
  let up = false;
  const server = createServer((request, response) => {
    if (request.url === '/health') {
      json(response, up ? 200 : 503, { status: up ? 'ok' : 'starting' });
    } else {
      pass(request, response, options.functionsPort);
    }
  });
  const running = await listen(server, options.port);
  return {
    ...running,
    ready: () => {
      up = true;
    },
  };
};
