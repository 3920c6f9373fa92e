import { InvalidConfigurationError } from '../errors.ts';
import { exchange, type HttpResult } from '../http-exchange.ts';
import { type AwsCredentials, signRequest } from '../secrets/sign-request.ts';
import { crc32 } from './crc32.ts';
import type { DynamoDBTransport, DynamoDBTransportOptions } from './dynamodb-transport.ts';

export type SignedTransportOptions = DynamoDBTransportOptions & {
  /** Default: Lambda's, from the environment. */
  readonly credentials?: (() => AwsCredentials) | undefined;
  /** Milliseconds since the epoch. */
  readonly clock?: (() => number) | undefined;
};

/** BatchGetItem's largest answer, in JSON. @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const maximumAnswerBytes = 32 * 1024 * 1024;

/** What DynamoDB calls a signature of another time than its own. */
const clockFaults: ReadonlySet<string> = new Set([
  'InvalidSignatureException',
  'RequestExpired',
  'RequestTimeTooSkewed',
]);
const toleratedSkewMs = 60_000;

/**
 * DynamoDB by its JSON protocol, signed here: what a token hook needs of the SDK, without the 300 KB and 45 ms that
 * loading it adds to every cold start. For Lambda only, where the credentials are in the environment.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
export const createSignedTransport = ({
  endpoint,
  region,
  credentials = endpoint === undefined ? lambdaCredentials : madeUpCredentials,
  clock = Date.now,
}: SignedTransportOptions = {}): DynamoDBTransport => {
  // DynamoDB Local keeps other data for other regions and keys: the SDK transport makes up the same ones.
  const signedRegion = endpoint === undefined ? (region ?? process.env['AWS_REGION']) : 'local';
  if (signedRegion === undefined) {
    throw new InvalidConfigurationError(
      'AWS_REGION is missing: Lambda sets it; elsewhere name the region of the tables.',
    );
  }
  const domain = signedRegion.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = new URL(endpoint ?? `https://dynamodb.${signedRegion}.${domain}`).href;
  let skewMs = 0;

  /** Adopts DynamoDB's time when ours is so wrong that signatures expire; `true`: the same call may succeed now. */
  const correctClock = (name: string, date: string | undefined): boolean => {
    const offset = Date.parse(date ?? '') - clock();
    if (!clockFaults.has(name) || Number.isNaN(offset) || Math.abs(offset - skewMs) < toleratedSkewMs) {
      return false;
    }
    skewMs = offset;
    return true;
  };

  return {
    send: async (operation, input, { abortSignal }) => {
      const body = JSON.stringify(input);
      const headers = signRequest({
        endpoint: url,
        region: signedRegion,
        service: 'dynamodb',
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${operation}` },
        body,
        credentials: credentials(),
        now: clock() + skewMs,
      });
      const answer = await exchange({
        url,
        method: 'POST',
        headers,
        body,
        signal: abortSignal,
        maximumBytes: maximumAnswerBytes,
      });
      if (answer.status !== 200) {
        const name = errorName(answer.body);
        throw new DynamoDBRefusal(name, answer.status, correctClock(name, answer.headers.date));
      }
      assertIntact(answer);
      return JSON.parse(answer.body);
    },
    // The sockets belong to the process: they are reused by the next transport, and end with it.
    close: () => undefined,
  };
};

/** DynamoDB sends the checksum of what it sent; an answer that was changed on the way is asked for again. */
const assertIntact = ({ headers, body }: HttpResult): void => {
  const expected = headers['x-amz-crc32'];
  if (expected !== undefined && Number(expected) !== crc32(Buffer.from(body))) {
    throw new Error("DynamoDB's answer is not what it sent: its checksum differs.");
  }
};

/** A refusal, in the SDK's shape. */
class DynamoDBRefusal extends Error {
  override readonly name: string;
  readonly $metadata: { readonly httpStatusCode: number; readonly clockSkewCorrected: boolean };

  constructor(name: string, httpStatusCode: number, clockSkewCorrected: boolean) {
    super(`DynamoDB answered ${httpStatusCode} ${name}.`);
    this.name = name;
    this.$metadata = { httpStatusCode, clockSkewCorrected };
  }
}

/** `{"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException"}`; the message may quote keys and stays out. */
const errorName = (body: string): string => /"__type"\s*:\s*"(?:[\w.]+#)?(\w{1,64})"/.exec(body)?.[1] ?? 'UnknownError';

const madeUpCredentials = (): AwsCredentials => ({ accessKeyId: 'local', secretAccessKey: 'local' });

const lambdaCredentials = (): AwsCredentials => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new InvalidConfigurationError(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing: Lambda sets them; elsewhere set them to reach DynamoDB.',
    );
  }
  return { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN };
};
