import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../local/listen.ts';

/** How an invocation ended: with the function's answer, or with what it threw. */
export type InvocationResult =
  | { readonly outcome: 'answered'; readonly payload: unknown; readonly milliseconds: number }
  | { readonly outcome: 'threw'; readonly errorMessage: string; readonly milliseconds: number };

export type RuntimeApi = {
  /** `host:port`, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Fulfilled when the function asks for its first event: INIT is over. Rejected when INIT fails. */
  readonly initialised: Promise<void>;
  /** One event, answered by the one function that is connected; a second one waits its turn, as in Lambda. */
  invoke(event: unknown, options?: { readonly timeoutMs?: number }): Promise<InvocationResult>;
  close(): Promise<void>;
};

type Invocation = {
  readonly id: string;
  readonly payload: string;
  readonly deadline: number;
  readonly settle: (result: { readonly errorMessage?: string; readonly payload?: unknown }) => void;
};

/**
 * Lambda's Runtime API on loopback, for one function.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const startRuntimeApi = async (): Promise<RuntimeApi> => {
  const initialised = Promise.withResolvers<void>();
  const waiting: Invocation[] = [];
  const running = new Map<string, Invocation>();
  let idle: ServerResponse | undefined;

  const handOut = (): void => {
    if (!idle || waiting.length === 0) return;
    const next = waiting.shift();
    if (!next) return;
    running.set(next.id, next);
    idle
      .writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': next.id,
        'lambda-runtime-deadline-ms': String(next.deadline),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:packaged:live',
        'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
      })
      .end(next.payload);
    idle = undefined;
  };

  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace('/2018-06-01/runtime/', '');
    if (path === 'invocation/next') {
      initialised.resolve();
      idle = response;
      return handOut();
    }
    const body = await text(request);
    const [, id = '', what] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const finished = running.get(id);
    running.delete(id);
    response.writeHead(finished || path === 'init/error' ? 202 : 404).end();
    if (what === 'response') finished?.settle({ payload: JSON.parse(body) });
    if (what === 'error') finished?.settle({ errorMessage: String(JSON.parse(body).errorMessage) });
    if (path === 'init/error') initialised.reject(new Error(`INIT failed: ${body}`));
  });
  const { url, close } = await listen(server, 0);

  return {
    address: url.replace('http://', ''),
    initialised: initialised.promise,
    invoke: (event, { timeoutMs = 5000 } = {}) =>
      new Promise((resolve) => {
        const started = performance.now();
        waiting.push({
          id: randomUUID(),
          payload: JSON.stringify(event),
          deadline: Date.now() + timeoutMs,
          settle: ({ errorMessage, payload }) => {
            const milliseconds = performance.now() - started;
            resolve(
              errorMessage === undefined
                ? { outcome: 'answered', payload, milliseconds }
                : { outcome: 'threw', errorMessage, milliseconds },
            );
          },
        });
        handOut();
      }),
    close,
  };
};
