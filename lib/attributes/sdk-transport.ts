import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  DynamoDBOperation,
  DynamoDBOperations,
  DynamoDBTransport,
  DynamoDBTransportOptions,
} from './dynamodb-transport.ts';

type SdkTransportOptions = DynamoDBTransportOptions & {
  readonly connectionTimeoutMs?: number | undefined;
  readonly requestTimeoutMs?: number | undefined;
};

type Send<Operation extends DynamoDBOperation> = (
  client: DynamoDBClient,
  input: DynamoDBOperations[Operation]['input'],
  options: { readonly abortSignal: AbortSignal },
) => Promise<DynamoDBOperations[Operation]['output']>;

const operations: { readonly [Operation in DynamoDBOperation]: Send<Operation> } = {
  BatchGetItem: (client, input, options) => client.send(new BatchGetItemCommand(input), options),
  BatchWriteItem: (client, input, options) => client.send(new BatchWriteItemCommand(input), options),
  DeleteItem: (client, input, options) => client.send(new DeleteItemCommand(input), options),
  GetItem: (client, input, options) => client.send(new GetItemCommand(input), options),
  PutItem: (client, input, options) => client.send(new PutItemCommand(input), options),
  Query: (client, input, options) => client.send(new QueryCommand(input), options),
  Scan: (client, input, options) => client.send(new ScanCommand(input), options),
};

/** DynamoDB by the AWS SDK: knows profiles, SSO and every other way to credentials. For admin API and command line. */
export const createSdkTransport = ({
  region,
  endpoint,
  connectionTimeoutMs = 1000,
  requestTimeoutMs = 5000,
}: SdkTransportOptions = {}): DynamoDBTransport => {
  const client = new DynamoDBClient({
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && madeUp(endpoint)),
    // Retries happen in the connection, which knows the deadline; the SDK's own would not stop for it.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Without it the SDK only warns when `requestTimeout` has passed, and goes on waiting.
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 50 }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 50 }),
    },
  });
  return {
    send: (operation, input, options) => operations[operation](client, input, options),
    close: () => client.destroy(),
  };
};

const madeUp = (endpoint: string): DynamoDBClientConfig => ({
  endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
