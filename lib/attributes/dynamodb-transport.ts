import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';

/** The operations that the store makes, with what goes in and comes out, in the SDK's words. */
export type DynamoDBOperations = {
  BatchGetItem: { readonly input: BatchGetItemCommandInput; readonly output: Answer<BatchGetItemCommandOutput> };
  BatchWriteItem: { readonly input: BatchWriteItemCommandInput; readonly output: Answer<BatchWriteItemCommandOutput> };
  DeleteItem: { readonly input: DeleteItemCommandInput; readonly output: Answer<DeleteItemCommandOutput> };
  GetItem: { readonly input: GetItemCommandInput; readonly output: Answer<GetItemCommandOutput> };
  PutItem: { readonly input: PutItemCommandInput; readonly output: Answer<PutItemCommandOutput> };
  Query: { readonly input: QueryCommandInput; readonly output: Answer<QueryCommandOutput> };
  Scan: { readonly input: ScanCommandInput; readonly output: Answer<ScanCommandOutput> };
};

type Answer<Output> = Omit<Output, '$metadata'>;

export type DynamoDBOperation = keyof DynamoDBOperations;

/** Brings one call to DynamoDB and its answer back: one attempt, without retries. */
export interface DynamoDBTransport {
  /** @throws what the SDK throws or something of the same shape: `name`, `$metadata.httpStatusCode` */
  send<Operation extends DynamoDBOperation>(
    operation: Operation,
    input: DynamoDBOperations[Operation]['input'],
    options: { readonly abortSignal: AbortSignal },
  ): Promise<DynamoDBOperations[Operation]['output']>;
  close(): void;
}

export type DynamoDBTransportOptions = {
  /** The region of the tables; default `AWS_REGION`. */
  readonly region?: string | undefined;
  /** DynamoDB Local or the embedded one; region and credentials are then made up. */
  readonly endpoint?: string | undefined;
};
