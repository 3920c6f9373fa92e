import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ClaimsError, ErrorCode } from '../errors.ts';
import type { HookAnswer } from '../issue-claims.ts';
import type { HttpReply } from '../token-hook.ts';
import { type WrittenReply, writeReply } from './written-reply.ts';

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  unverified_caller: 401,
  invalid_event: 400,
  invalid_key: 400,
  event_too_large: 413,
  unsupported_content_type: 415,
};

const respond = (
  { status, headers, body }: WrittenReply,
  correlationId: string,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    'cache-control': 'no-store',
    'x-correlation-id': correlationId,
    ...headers,
  },
  ...(body !== undefined && { body }),
});

/** Which proof was expected and what was wrong with it is for the log, not for who may be guessing. */
const description = ({ code, message }: ClaimsError): string =>
  code === 'unverified_caller' ? 'The caller could not be verified.' : message;

/** The plain error that every hook shares. A fault of ours says nothing about itself. */
const toErrorReply = (error: ClaimsError, correlationId: string): HttpReply => {
  const status = statuses[error.code] ?? 500;
  return {
    status,
    body: {
      error: status === 500 ? 'server_error' : error.code,
      error_description: status === 500 ? 'The hook could not answer.' : description(error),
      correlation_id: correlationId,
    },
  };
};

/** The HTTP API response (payload format 2.0) for an answer. */
export const toHttpResponse = (
  answer: HookAnswer<WrittenReply>,
  correlationId: string,
): APIGatewayProxyStructuredResultV2 =>
  respond('reply' in answer ? answer.reply : writeReply(toErrorReply(answer.refused, correlationId)), correlationId);
