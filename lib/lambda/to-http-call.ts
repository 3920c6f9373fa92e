import * as z from 'zod/mini';
import { type ClaimsError, EventTooLargeError, InvalidEventError, UnsupportedContentTypeError } from '../errors.ts';
import type { HttpHookCall } from '../hook-call.ts';
import type { Arrival } from '../issue-claims.ts';

/** No IdP's event comes near; what is larger costs time to hash. */
const maximumBodyBytes = 262_144;

/** RFC 8259, and the structured-syntax suffix of RFC 6839 s.3.1. */
const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

const texts = z.nullish(z.record(z.string(), z.nullish(z.string())));

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
const httpApiEvent = z.object({
  requestContext: z.object({ http: z.object({ method: z.string() }), timeEpoch: z.optional(z.number()) }),
  headers: texts,
  rawQueryString: z.nullish(z.string()),
  pathParameters: texts,
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});

type HttpApiEvent = z.infer<typeof httpApiEvent>;

const toParameters = (event: HttpApiEvent): Readonly<Record<string, string | readonly string[]>> => {
  const query = new URLSearchParams(event.rawQueryString ?? '');
  const names = [...new Set(query.keys())];
  return Object.fromEntries([
    ...names.map((name): [string, string | readonly string[]] => {
      const [value = '', ...more] = query.getAll(name);
      return [name, more.length === 0 ? value : [value, ...more]];
    }),
    ...Object.entries(event.pathParameters ?? {}).map(([name, value]): [string, string] => [name, value ?? '']),
  ]);
};

const toCall = (event: HttpApiEvent): HttpHookCall => {
  const { method } = event.requestContext.http;
  const headers = Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  );
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  return { door: 'http', method, headers, body, parameters: toParameters(event) };
};

const refusalOf = ({ method, headers, body }: HttpHookCall): ClaimsError | undefined => {
  if (body.length > maximumBodyBytes) {
    return new EventTooLargeError(`The body is larger than ${maximumBodyBytes} bytes.`);
  }
  if (method !== 'GET' && !jsonType.test(headers['content-type'] ?? '')) {
    return new UnsupportedContentTypeError('The content type is not application/json.');
  }
  return undefined;
};

/** The call in an HTTP API event (payload format 2.0), or why it is none; and when it reached the API. */
export const toHttpCall = (event: unknown): Pick<Arrival, 'call' | 'refusedCall' | 'startedAt'> => {
  const parsed = z.safeParse(httpApiEvent, event);
  if (!parsed.success) {
    return { call: new InvalidEventError('The function was not called by an HTTP API with payload format 2.0.') };
  }
  const call = toCall(parsed.data);
  const refusal = refusalOf(call);
  const { timeEpoch: startedAt } = parsed.data.requestContext;
  return refusal ? { call: refusal, refusedCall: call, startedAt } : { call, startedAt };
};
