import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorCode } from '../../lib/errors.ts';
import type { Answer, Exchange } from './faulty-dynamodb.ts';

/** A fault of the store, as a client of DynamoDB meets it. */
export type StoreFault = {
  readonly name: string;
  /** What one read makes of it within its deadline: it still succeeds, or it fails with one of these codes. */
  readonly outcome: 'recovers' | readonly ErrorCode[];
  readonly refusesConnections?: boolean;
  meet(exchange: Exchange): Promise<void> | void;
};

const unavailable: readonly ErrorCode[] = ['attribute_store_unavailable'];

const refusal = (status: number, type: string): Answer => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: `${type}, as injected` }),
});

/** Answers in place of DynamoDB, `times` times or for ever; after that calls pass. */
const refuses =
  (answer: Answer, times = Number.POSITIVE_INFINITY) =>
  async (exchange: Exchange) =>
    exchange.reply(exchange.met < times ? answer : await exchange.forward());

type Batch = { readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly unknown[] }>> };

/** Lets `served` of a batch's keys through and leaves the others unprocessed. */
const leavesUnprocessed = (served: (keys: number) => number) => async (exchange: Exchange) => {
  if (exchange.operation !== 'BatchGetItem') {
    return exchange.reply(await exchange.forward());
  }
  const batch: Batch = JSON.parse(exchange.body);
  const [table = '', request = { Keys: [] }] = Object.entries(batch.RequestItems)[0] ?? [];
  const count = served(request.Keys.length);
  const left = { ...request, Keys: request.Keys.slice(count) };
  const UnprocessedKeys = left.Keys.length === 0 ? {} : { [table]: left };
  if (count === 0) {
    return exchange.reply({ status: 200, body: JSON.stringify({ Responses: { [table]: [] }, UnprocessedKeys }) });
  }
  const asked = { RequestItems: { [table]: { ...request, Keys: request.Keys.slice(0, count) } } };
  const answer = await exchange.forward(JSON.stringify(asked));
  return exchange.reply({ ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), UnprocessedKeys }) });
};

/** Replaces the attributes of the first item that DynamoDB answers with. */
const storesAttributes = (attributes: unknown) => async (exchange: Exchange) => {
  const answer = await exchange.forward();
  let replaced = false;
  const body = JSON.stringify(JSON.parse(answer.body), (name, value: unknown) => {
    const replace = name === 'attributes' && !replaced;
    replaced ||= replace;
    return replace ? attributes : value;
  });
  exchange.reply({ ...answer, body });
};

/** Every fault that a store can have, each with what a read makes of it. The items read must exist. */
export const storeFaults: readonly StoreFault[] = [
  { name: 'connection refused', outcome: unavailable, refusesConnections: true, meet: () => undefined },
  { name: 'hang before the first byte', outcome: unavailable, meet: () => undefined },
  {
    name: 'hang before the first byte, once',
    outcome: 'recovers',
    meet: async (exchange) => {
      if (exchange.met > 0) {
        exchange.reply(await exchange.forward());
      }
    },
  },
  {
    name: 'connection closed without an answer',
    outcome: unavailable,
    meet: ({ request }) => request.socket.destroy() && undefined,
  },
  {
    name: 'connection closed without an answer, once',
    outcome: 'recovers',
    meet: async (exchange) => {
      if (exchange.met > 0) {
        return exchange.reply(await exchange.forward());
      }
      exchange.request.socket.destroy();
    },
  },
  {
    name: 'slow body',
    outcome: unavailable,
    meet: async ({ response }) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      while (!response.destroyed) {
        response.write(' ');
        await delay(20);
      }
    },
  },
  {
    name: 'reset after the headers',
    outcome: unavailable,
    meet: async ({ request, response }) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': 1000 });
      response.flushHeaders();
      await delay(20);
      request.socket.resetAndDestroy();
    },
  },
  {
    name: 'truncated body',
    outcome: unavailable,
    meet: async (exchange) => {
      const { status, body } = await exchange.forward();
      exchange.response.writeHead(status, { 'content-length': Buffer.byteLength(body) });
      exchange.response.write(body.slice(0, body.length / 2));
      await delay(20);
      exchange.request.socket.end();
    },
  },
  {
    name: 'truncated JSON in a complete body',
    outcome: unavailable,
    meet: async (exchange) => {
      const answer = await exchange.forward();
      exchange.reply({ ...answer, body: answer.body.slice(0, answer.body.length / 2) });
    },
  },
  { name: 'not JSON', outcome: unavailable, meet: refuses({ status: 200, body: '<html>Sign in to the Wi-Fi</html>' }) },
  { name: 'empty body', outcome: unavailable, meet: refuses({ status: 200, body: '' }) },
  { name: 'an answer without items or keys', outcome: unavailable, meet: refuses({ status: 200, body: '{}' }) },
  { name: 'HTTP 404 that is not JSON', outcome: unavailable, meet: refuses({ status: 404, body: 'not here' }) },
  {
    name: 'throughput exceeded for ever',
    outcome: unavailable,
    meet: refuses(refusal(400, 'ProvisionedThroughputExceededException')),
  },
  {
    name: 'throughput exceeded for a while',
    outcome: 'recovers',
    meet: refuses(refusal(400, 'ProvisionedThroughputExceededException'), 2),
  },
  { name: 'throttling for ever', outcome: unavailable, meet: refuses(refusal(400, 'ThrottlingException')) },
  { name: 'throttling for a while', outcome: 'recovers', meet: refuses(refusal(400, 'ThrottlingException'), 2) },
  { name: '500 for ever', outcome: unavailable, meet: refuses(refusal(500, 'InternalServerError')) },
  { name: '500 once', outcome: 'recovers', meet: refuses(refusal(500, 'InternalServerError'), 1) },
  { name: '503 once, not JSON', outcome: 'recovers', meet: refuses({ status: 503, body: '<html></html>' }, 1) },
  { name: 'unprocessed keys for ever', outcome: unavailable, meet: leavesUnprocessed(() => 0) },
  {
    name: 'unprocessed keys that shrink',
    outcome: 'recovers',
    meet: leavesUnprocessed((keys) => Math.ceil(keys / 2)),
  },
  {
    name: 'one unprocessed key for ever',
    outcome: unavailable,
    meet: leavesUnprocessed((keys) => Math.max(0, keys - 1)),
  },
  {
    name: 'signature of a clock that is wrong',
    outcome: 'recovers',
    meet: async (exchange) => {
      const serverTime = Date.now() + 60 * 60 * 1000;
      const signedAt = String(exchange.request.headers['x-amz-date']).replace(
        /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
        '$1-$2-$3T$4:$5:$6Z',
      );
      const right = Math.abs(Date.parse(signedAt) - serverTime) < 5 * 60 * 1000;
      const answer = right ? await exchange.forward() : refusal(400, 'InvalidSignatureException');
      exchange.reply({ ...answer, headers: { date: new Date(serverTime).toUTCString() } });
    },
  },
  {
    name: 'signature that is never right',
    outcome: unavailable,
    meet: refuses(refusal(400, 'InvalidSignatureException')),
  },
  { name: 'an item of the wrong shape', outcome: ['malformed_item'], meet: storesAttributes({ S: 'text' }) },
  {
    name: 'an item with a set, which JSON has not',
    outcome: ['malformed_item'],
    meet: storesAttributes({ M: { tags: { SS: ['a'] } } }),
  },
  {
    name: 'an item of 400 KB',
    outcome: ['item_too_large'],
    meet: storesAttributes({ M: { a: { S: 'x'.repeat(400_000) } } }),
  },
  { name: 'no such table', outcome: unavailable, meet: refuses(refusal(400, 'ResourceNotFoundException')) },
  { name: 'no permission', outcome: unavailable, meet: refuses(refusal(400, 'AccessDeniedException')) },
];
