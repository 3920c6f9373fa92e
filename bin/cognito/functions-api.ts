import { GetFunctionConfigurationCommand, GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describeAwsFault } from '../frame/aws-fault.ts';
import { admitsUserPool } from './resource-policy.ts';

/** Whether Cognito can call a function for a user pool; `unknown`: Lambda did not tell, and why. */
export type FunctionReadiness =
  | { readonly state: 'ready' | 'missing' | 'closed' }
  | { readonly state: 'unknown'; readonly why: string };

const isMissing = (error: unknown): boolean => error instanceof Error && error.name === 'ResourceNotFoundException';

/** The function's resource policy; `undefined`: it has none. */
const readPolicy = async (client: LambdaClient, arn: string): Promise<string | undefined> => {
  try {
    return (await client.send(new GetPolicyCommand({ FunctionName: arn }))).Policy;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/**
 * Asks Lambda whether the function (or alias) of this ARN is there and lets this user pool call it.
 * @param endpoint another Lambda API than AWS
 */
export const lookAtFunction = async (
  arn: string,
  poolArn: string,
  endpoint?: string | undefined,
): Promise<FunctionReadiness> => {
  const region = arn.split(':')[3] ?? '';
  const client = new LambdaClient({ region, maxAttempts: 2, ...(endpoint && { endpoint }) });
  try {
    await client.send(new GetFunctionConfigurationCommand({ FunctionName: arn }));
    const policy = await readPolicy(client, arn);
    return { state: policy !== undefined && admitsUserPool(policy, poolArn) ? 'ready' : 'closed' };
  } catch (error) {
    return isMissing(error) ? { state: 'missing' } : { state: 'unknown', why: describeAwsFault(error) };
  } finally {
    client.destroy();
  }
};
