/**
 * List prices in US dollars, us-east-1, arm64, on demand, first tier; without free tier, taxes and data transfer. They
 * are inputs: change them here, and the page changes.
 * @see https://aws.amazon.com/lambda/pricing/ https://aws.amazon.com/dynamodb/pricing/on-demand/
 * https://aws.amazon.com/api-gateway/pricing/ https://aws.amazon.com/cloudwatch/pricing/
 */
export const prices = {
  lambdaRequestsPerMillion: 0.2,
  lambdaGBSecond: 0.0000133334,
  httpApiPerMillion: 1.0,
  dynamoDBReadUnitsPerMillion: 0.125,
  logsPerGB: 0.5,
} as const;

export type CostInput = {
  readonly loginsPerSecond: number;
  readonly groupReadsPerLogin: number;
  readonly organization: boolean;
  readonly billedSeconds: number;
  readonly memoryGB: number;
  /** Share of the calls that start an environment, and what its INIT bills. */
  readonly coldShare: number;
  readonly initSeconds: number;
  readonly logBytes: number;
  readonly overHttp: boolean;
};

/** An eventually consistent read of up to 4 KB, found or not. */
const unitsPerItem = 0.5;

/** Read units of one decision: user, client, mode override, and what the token is about. */
export const readUnits = ({
  groupReadsPerLogin,
  organization,
}: Pick<CostInput, 'groupReadsPerLogin' | 'organization'>): number =>
  unitsPerItem * (3 + (organization ? 1 : 0) + groupReadsPerLogin);

/** Dollars for a million logins, by what they are paid for. */
export const costPerMillion = (
  input: CostInput,
): Readonly<Record<'Lambda' | 'HTTP API' | 'DynamoDB' | 'logs', number>> => ({
  Lambda:
    prices.lambdaRequestsPerMillion +
    1e6 * (input.billedSeconds + input.coldShare * input.initSeconds) * input.memoryGB * prices.lambdaGBSecond,
  'HTTP API': input.overHttp ? prices.httpApiPerMillion : 0,
  DynamoDB: readUnits(input) * prices.dynamoDBReadUnitsPerMillion,
  logs: ((1e6 * input.logBytes) / 1e9) * prices.logsPerGB,
});
