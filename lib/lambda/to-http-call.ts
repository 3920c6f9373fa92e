import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type ClaimsError, EventTooLargeError, UnsupportedContentTypeError } from '../errors.ts';
import type { HookCall } from '../hook-call.ts';

/** No IdP's event comes near; what is larger costs time to hash. */
const maximumBodyBytes = 262_144;

/** RFC 8259, and the structured-syntax suffix of RFC 6839 s.3.1. */
const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

const toParameters = (event: APIGatewayProxyEventV2): Readonly<Record<string, string | readonly string[]>> => {
  const query = new URLSearchParams(event.rawQueryString ?? '');
  const names = [...new Set(query.keys())];
  return Object.fromEntries([
    ...names.map((name): [string, string | readonly string[]] => {
      const [value, ...more] = query.getAll(name);
      return [name, more.length === 0 ? (value ?? '') : [value ?? '', ...more]];
    }),
    ...Object.entries(event.pathParameters ?? {}).map(([name, value]): [string, string] => [name, value ?? '']),
  ]);
};

/** The call in an HTTP API event (payload format 2.0), or why it is none. */
export const toHttpCall = (event: APIGatewayProxyEventV2): HookCall | ClaimsError => {
  const { method } = event.requestContext.http;
  const headers = Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  );
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > maximumBodyBytes) {
    return new EventTooLargeError(`The body is larger than ${maximumBodyBytes} bytes.`);
  }
  if (method !== 'GET' && !jsonType.test(headers['content-type'] ?? '')) {
    return new UnsupportedContentTypeError('The content type is not application/json.');
  }
  return { door: 'http', method, headers, body, parameters: toParameters(event) };
};
