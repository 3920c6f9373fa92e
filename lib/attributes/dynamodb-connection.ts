import { setTimeout as delay } from 'node:timers/promises';
import { AttributeStoreError, ClaimsError, DeadlinePassedError } from '../errors.ts';
import { withTimeout } from '../with-timeout.ts';
import type { CallOptions } from './attribute-store.ts';
import { describeFault, isTransient } from './dynamodb-fault.ts';
import type { DynamoDBOperation, DynamoDBOperations, DynamoDBTransport } from './dynamodb-transport.ts';

/** An attempt with less time than this cannot bring an answer: TLS and one round trip take longer on a bad day. */
const minimumAttemptMs = 80;

export type DynamoDBConnectionOptions = {
  /** An attempt that takes longer is given up and made again. Hooks: 1000; scans of an administrator: more. */
  readonly requestTimeoutMs?: number | undefined;
  /** All attempts of one call, the first included. */
  readonly maximumAttempts?: number | undefined;
};

/** The one place where calls of DynamoDB are retried and cut off. */
export type DynamoDBConnection = {
  /**
   * Makes one call, and makes it again after a fault that may pass, with growing random pauses, while there is time.
   * @throws AttributeStoreError with the last fault as its cause; DeadlinePassedError when no attempt could begin
   */
  call<Operation extends DynamoDBOperation>(
    operation: Operation,
    input: DynamoDBOperations[Operation]['input'],
    options: CallOptions,
  ): Promise<DynamoDBOperations[Operation]['output']>;
  /** Waits before a call is repeated for what it left undone; `false` when there is no time for that. */
  pause(repetition: number, options: CallOptions): Promise<boolean>;
  close(): void;
};

export const createDynamoDBConnection = (
  transport: DynamoDBTransport,
  { requestTimeoutMs = 1000, maximumAttempts = 5 }: DynamoDBConnectionOptions = {},
): DynamoDBConnection => {
  const pause = async (repetition: number, { signal, deadline = Number.POSITIVE_INFINITY }: CallOptions) => {
    const ms = Math.random() * Math.min(25 * 2 ** repetition, 400);
    if (signal.aborted || deadline - Date.now() - ms < minimumAttemptMs) {
      return false;
    }
    return delay(ms, true, { signal }).catch(() => false);
  };

  return {
    pause,
    call: async (operation, input, options) => {
      const { signal, deadline = Number.POSITIVE_INFINITY } = options;
      if (signal.aborted || deadline - Date.now() < minimumAttemptMs) {
        throw new DeadlinePassedError(`No time was left for DynamoDB's ${operation}.`, { cause: signal.reason });
      }
      for (let attempts = 1; ; attempts += 1) {
        try {
          return await withTimeout(signal, attemptMs(requestTimeoutMs, deadline), (abortSignal) =>
            transport.send(operation, input, { abortSignal }),
          );
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
    close: transport.close,
  };
};

/** Half of what is left, so that a hanging first attempt leaves room for a second one. */
const attemptMs = (requestTimeoutMs: number, deadline: number): number =>
  Math.max(minimumAttemptMs, Math.min(requestTimeoutMs, Math.floor((deadline - Date.now()) / 2)));
