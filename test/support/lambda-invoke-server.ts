import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TriggerHookHandler } from '../../lib/lambda/trigger-hook-handler.ts';
import { listen, type RunningServer } from '../../local/listen.ts';
import { lambdaContext } from './lambda-context.ts';

/** Lambda's Invoke API over functions of this process; what one throws is answered as Lambda does. */
export const startLambdaInvokeServer = (
  functions: Readonly<Record<string, TriggerHookHandler>>,
): Promise<RunningServer> =>
  listen(
    createServer(async (request, response) => {
      const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '')?.[1] ?? '';
      const handler = functions[name];
      if (!handler) return response.writeHead(404).end();
      try {
        const answer = await handler(JSON.parse(await text(request)), lambdaContext());
        return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      } catch (error) {
        const errorMessage = error instanceof Error ? error.message : String(error);
        return response
          .writeHead(200, { 'content-type': 'application/json', 'x-amz-function-error': 'Unhandled' })
          .end(JSON.stringify({ errorType: 'Error', errorMessage }));
      }
    }),
    0,
  );
