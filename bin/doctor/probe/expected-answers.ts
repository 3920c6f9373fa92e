import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { AttributeReader } from '../../../lib/attributes/attribute-store.ts';
import { httpHookHandler } from '../../../lib/lambda/http-hook-handler.ts';
import { staticSecrets } from '../../../lib/secrets/static-secrets.ts';
import type { HttpReply, TokenHook } from '../../../lib/token-hook.ts';
import type { Configuration, Target } from '../../frame/configuration.ts';
import type { KnownSecrets } from '../check-secrets.ts';
import { type ProbeAnswer, toProbeAnswer } from './probe-answer.ts';
import { probeSubject } from './probe-request.ts';
import type { SignedCall } from './signed-call.ts';

const context = (): Context => ({
  awsRequestId: randomUUID(),
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'claims-doctor',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:local:000000000000:function:claims-doctor',
  logGroupName: '',
  logStreamName: '',
  memoryLimitInMB: '1024',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

const toHttpApiEvent = ({ method, path, query, headers, body }: SignedCall) => ({
  version: '2.0',
  rawPath: path,
  rawQueryString: query,
  headers,
  requestContext: { http: { method, path }, timeEpoch: Date.now() },
  ...(method === 'GET' && { pathParameters: { subject: probeSubject } }),
  body,
  isBase64Encoded: false,
});

/**
 * Answers probes as the deployed function should: by the same entry, policy and secrets, here. Creates nobody, asks no
 * additional source, and writes no log line.
 */
export const expectAnswers = async (
  { hook }: Target,
  { policy, instances }: Configuration,
  { reader, secrets }: { readonly reader: AttributeReader; readonly secrets: KnownSecrets },
): Promise<(call: SignedCall) => Promise<ProbeAnswer>> => {
  const handler = await httpHookHandler({
    // Only hooks over HTTP are probed, and those reply like that.
    hook: hook as TokenHook<unknown, HttpReply>,
    policy,
    instances,
    overrides: {
      reader,
      secrets: staticSecrets(Object.fromEntries(secrets)),
      sources: [],
      createIfAbsent: async () => false,
      write: () => undefined,
    },
  });
  return async (call) => {
    const { statusCode = 200, headers = {}, body = '' } = await handler(toHttpApiEvent(call), context());
    return toProbeAnswer(statusCode, body, String(headers['x-correlation-id'] ?? ''), 0);
  };
};
