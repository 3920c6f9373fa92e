import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { AttributeStoreError, ClaimsError, DeadlinePassedError } from '../errors.ts';
import type { CallOptions } from './attribute-store.ts';
import { describeFault, isTransient } from './dynamodb-fault.ts';

/** An attempt with less time than this cannot bring an answer: TLS and one round trip take longer on a bad day. */
export const minimumAttemptMs = 80;

export type DynamoDBConnectionOptions = {
  /** The region of the tables; `AWS_REGION` in Lambda. */
  readonly region?: string | undefined;
  /** DynamoDB Local or the embedded one; region and credentials are then made up. */
  readonly endpoint?: string | undefined;
  /** An attempt that takes longer is given up and made again. Hooks: 1000; scans of an administrator: more. */
  readonly requestTimeoutMs?: number | undefined;
  readonly connectionTimeoutMs?: number | undefined;
  /** All attempts of one call, the first included. */
  readonly maximumAttempts?: number | undefined;
};

/** One client, and the one place where calls of it are retried and cut off. */
export type DynamoDBConnection = {
  readonly client: DynamoDBClient;
  /**
   * Makes one call, and makes it again after a fault that may pass, with growing random pauses, while there is time.
   * @throws AttributeStoreError with the last fault as its cause; DeadlinePassedError when no attempt could begin
   */
  call<Output>(
    operation: string,
    attempt: (abortSignal: AbortSignal) => Promise<Output>,
    options: CallOptions,
  ): Promise<Output>;
  /** Waits before a call is repeated for what it left undone; `false` when there is no time for that. */
  pause(repetition: number, options: CallOptions): Promise<boolean>;
  close(): void;
};

export const createDynamoDBConnection = ({
  region,
  endpoint,
  requestTimeoutMs = 1000,
  connectionTimeoutMs = 500,
  maximumAttempts = 5,
}: DynamoDBConnectionOptions = {}): DynamoDBConnection => {
  const client = new DynamoDBClient({
    ...(endpoint === undefined ? inLambda(region) : madeUp(endpoint)),
    // Retries happen in `call` below, which knows the deadline; the SDK's own would not stop for it.
    maxAttempts: 1,
    retryMode: 'standard',
    // Each of these is otherwise looked up in the shared config files while the first call waits.
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    accountIdEndpointMode: 'disabled',
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Without it the SDK only warns when `requestTimeout` has passed, and goes on waiting.
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 50 }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 50 }),
    },
  });

  const pause = async (repetition: number, { signal, deadline = Number.POSITIVE_INFINITY }: CallOptions) => {
    const ms = Math.random() * Math.min(25 * 2 ** repetition, 400);
    if (signal.aborted || deadline - Date.now() - ms < minimumAttemptMs) {
      return false;
    }
    return delay(ms, true, { signal }).catch(() => false);
  };

  return {
    client,
    pause,
    call: async (operation, attempt, options) => {
      const { signal, deadline = Number.POSITIVE_INFINITY } = options;
      if (signal.aborted || deadline - Date.now() < minimumAttemptMs) {
        throw new DeadlinePassedError(`No time was left for DynamoDB's ${operation}.`, { cause: signal.reason });
      }
      for (let attempts = 1; ; attempts += 1) {
        try {
          return await attempt(AbortSignal.any([signal, AbortSignal.timeout(attemptMs(requestTimeoutMs, deadline))]));
        } catch (fault) {
          if (fault instanceof ClaimsError) {
            throw fault;
          }
          const again =
            !signal.aborted && attempts < maximumAttempts && isTransient(fault) && (await pause(attempts, options));
          if (!again) {
            throw new AttributeStoreError(
              `DynamoDB's ${operation} failed after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${describeFault(fault)}.`,
              { cause: fault },
            );
          }
        }
      }
    },
    close: () => client.destroy(),
  };
};

/** Half of what is left, so that a hanging first attempt leaves room for a second one. */
const attemptMs = (requestTimeoutMs: number, deadline: number): number =>
  Math.max(minimumAttemptMs, Math.min(requestTimeoutMs, Math.floor((deadline - Date.now()) / 2)));

const madeUp = (endpoint: string): DynamoDBClientConfig => ({
  endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** Lambda sets the credentials in the environment; only elsewhere is the SDK's chain of files and services needed. */
const inLambda = (region: string | undefined): DynamoDBClientConfig => {
  const { AWS_LAMBDA_FUNCTION_NAME, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } =
    process.env;
  const chosen = region ?? AWS_REGION;
  return {
    ...(chosen !== undefined && { region: chosen }),
    ...(AWS_LAMBDA_FUNCTION_NAME !== undefined &&
      AWS_ACCESS_KEY_ID !== undefined &&
      AWS_SECRET_ACCESS_KEY !== undefined && {
        credentials: {
          accessKeyId: AWS_ACCESS_KEY_ID,
          secretAccessKey: AWS_SECRET_ACCESS_KEY,
          ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
        },
      }),
  };
};
