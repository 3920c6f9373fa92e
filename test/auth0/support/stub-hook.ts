import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../../local/listen.ts';

export type ReceivedCall = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };
type Answer = (response: ServerResponse, path: string) => unknown;

/** A real HTTP server in the hook's place; answers what the test sets and keeps what it received. */
export const startStubHook = async () => {
  const received: ReceivedCall[] = [];
  let answer: Answer = (response) => void response.writeHead(500).end();
  const server = createServer(async (request, response) => {
    received.push({ path: request.url ?? '', headers: request.headers, body: await text(request) });
    answer(response, request.url ?? '');
  });
  const { url, close } = await listen(server, 0);
  return {
    url: `${url}/hook`,
    received,
    close,
    answer: (status: number, body: unknown): void => {
      answer = (response) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      };
    },
    answerWith: (custom: Answer): void => {
      answer = custom;
    },
  };
};
