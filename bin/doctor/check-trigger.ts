import { CognitoIdentityProviderClient, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { triggerOf } from '../cognito/trigger.ts';
import { describeAwsFault } from '../frame/aws-fault.ts';
import type { Target } from '../frame/configuration.ts';
import { type Check, ok, problem } from './check.ts';

const deployedName = 'cognito-pre-token-generation';

/** `cognito/pre-token-generation-v2` is the event of version `V2_0`. */
const versionOf = (hook: string): string => `V${hook.slice(-1)}_0`;

const judge = (pool: string, config: Parameters<typeof triggerOf>[0], target: Target | undefined): Check => {
  if (!target) {
    return problem(
      'trigger',
      pool,
      'no hook instance lists this user pool: its calls are refused',
      'add its id to userPoolIds in hooks.config.ts and deploy',
    );
  }
  const trigger = triggerOf(config);
  const wanted = versionOf(target.instanceConfig.hook);
  const attach = `claims attach cognito --pool-id ${pool} --version ${wanted}`;
  if (!trigger) return problem('trigger', pool, 'it calls no function before it issues tokens', attach);
  if (!trigger.arn.includes(deployedName)) {
    return problem('trigger', pool, `it calls another function: ${trigger.arn}`, attach);
  }
  if (trigger.version !== wanted) {
    return problem(
      'trigger',
      pool,
      `it sends events of ${trigger.version}, and ${target.instance} is configured for ${wanted}`,
      `${attach}, or name the other hook in hooks.config.ts`,
    );
  }
  return ok('trigger', pool, `calls ${trigger.arn} with ${trigger.version}`);
};

/** Whether a user pool calls the deployed function, in the version that its instance is configured for. */
export const checkTrigger = async (
  pool: string,
  targets: readonly Target[],
  options: { readonly region?: string | undefined; readonly endpoint?: string | undefined },
): Promise<Check> => {
  const region = options.region ?? pool.split('_')[0] ?? '';
  const client = new CognitoIdentityProviderClient({
    region,
    maxAttempts: 2,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
  });
  try {
    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: pool }));
    const target = targets.find(
      ({ instanceConfig: { proof } }) => proof.kind === 'user-pools' && proof.userPoolIds.includes(pool),
    );
    return judge(pool, UserPool?.LambdaConfig, target);
  } catch (error) {
    return problem(
      'trigger',
      pool,
      `could not be looked at (${describeAwsFault(error)})`,
      'check --pool-id and --region',
    );
  } finally {
    client.destroy();
  }
};
