import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';

/** What Lambda hands a handler beside the event. */
export const lambdaContext = (remainingMs = 10_000): Context => {
  const end = Date.now() + remainingMs;
  const awsRequestId = randomUUID();
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'test',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:test',
    logGroupName: '/aws/lambda/test',
    logStreamName: 'test',
    memoryLimitInMB: '512',
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
};
