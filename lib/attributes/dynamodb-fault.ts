import { AttributeStoreError } from '../errors.ts';

/** What DynamoDB calls asking for less. @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const throttles: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
]);

/** What the SDK throws: nothing about it is certain but that it may have these. */
type Fault = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown; readonly clockSkewCorrected?: unknown };
};

const toFault = (thrown: unknown): Fault => (typeof thrown === 'object' && thrown !== null ? thrown : {});

/**
 * Whether the same call may succeed when it is made again: throttling, a fault of the server or of the network, an answer
 * that could not be read, or a clock that the SDK has just corrected. A refusal (4xx) stays one.
 */
export const isTransient = (thrown: unknown): boolean => {
  const { name, $metadata } = toFault(thrown);
  const status = $metadata?.httpStatusCode;
  if (name === 'CredentialsProviderError') {
    return false;
  }
  return (
    typeof status !== 'number' ||
    status < 400 ||
    status >= 500 ||
    throttles.has(String(name)) ||
    $metadata?.clockSkewCorrected === true
  );
};

/** Whether a call failed because its condition did not hold; `error` is what the connection throws. */
export const isConditionFailure = (error: unknown): boolean =>
  error instanceof AttributeStoreError && toFault(error.cause).name === 'ConditionalCheckFailedException';

/** Names the fault for log and operator. The SDK's message stays in `cause`: it may quote keys or values. */
export const describeFault = (thrown: unknown): string => {
  const { name, code, $metadata } = toFault(thrown);
  const status = $metadata?.httpStatusCode;
  return [name, code, status === undefined ? undefined : `HTTP ${status}`]
    .filter((part) => part !== undefined && part !== 'Error')
    .map(String)
    .join(', ');
};
