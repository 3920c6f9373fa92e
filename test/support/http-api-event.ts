import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export type HttpCall = {
  readonly method?: 'GET' | 'POST' | 'PUT' | undefined;
  /** As API Gateway hands it on: decoded. */
  readonly path: string;
  /** The route's key without the method (`/claims/{subject}`); default: the path. */
  readonly route?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  /** Raw, without the question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly base64?: boolean;
  /** Milliseconds since 1970; default: now. */
  readonly at?: number;
};

/**
 * A call as an HTTP API of API Gateway hands it to Lambda: header names in lower case, repeated query parameters joined.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const httpApiEvent = (call: HttpCall): APIGatewayProxyEventV2 => {
  const method = call.method ?? 'POST';
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(call.query ?? '')) {
    query[name] = name in query ? `${query[name]},${value}` : value;
  }
  const headers = Object.fromEntries(
    Object.entries({ host: 'hooks.example.com', ...call.headers }).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: `${method} ${call.route ?? call.path}`,
    rawPath: call.path,
    rawQueryString: call.query ?? '',
    headers,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'hooks.example.com',
      domainPrefix: 'hooks',
      http: { method, path: call.path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
      requestId: randomUUID(),
      routeKey: `${method} ${call.route ?? call.path}`,
      stage: '$default',
      time: '20/Nov/2026:12:00:00 +0000',
      timeEpoch: call.at ?? Date.now(),
    },
    isBase64Encoded: call.base64 ?? false,
  };
  if (call.query !== undefined) event.queryStringParameters = query;
  if (call.pathParameters !== undefined) event.pathParameters = { ...call.pathParameters };
  if (call.body !== undefined) event.body = call.base64 ? Buffer.from(call.body).toString('base64') : call.body;
  return event;
};
