import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { serviceName } from '../../resources/names.ts';
import { instanceOfPool, versionOfHook } from '../cognito/attachment-faults.ts';
import { type FunctionReadiness, lookAtFunction } from '../cognito/functions-api.ts';
import { triggerOf } from '../cognito/trigger.ts';
import { describeAwsFault } from '../frame/aws-fault.ts';
import type { Target } from '../frame/configuration.ts';
import type { StageOption } from '../frame/stage.ts';
import { type Check, ok, problem, skipped } from './check.ts';

export type TriggerCheckOptions = StageOption & {
  /** Only this pool; else all that the hook instances list. */
  readonly poolId?: string | undefined;
  readonly region?: string | undefined;
  /** Another user pools API than AWS. */
  readonly cognitoEndpoint?: string | undefined;
  readonly lambdaEndpoint?: string | undefined;
};

const deployedName = 'cognito-pre-token-generation';

/** Without a stage any stage's function is ours. */
const isOurs = (arn: string, { stage }: StageOption): boolean =>
  arn.includes(stage === undefined ? deployedName : `:${serviceName}-${stage}-${deployedName}`);

const judge = (pool: string, config: UserPoolType['LambdaConfig'], target: Target, options: StageOption): Check => {
  const trigger = triggerOf(config);
  const wanted = versionOfHook(target.instanceConfig.hook);
  const attach = `claims attach cognito --pool-id ${pool} --version ${wanted} --stage ${options.stage ?? '<stage>'}`;
  if (!trigger) return problem('trigger', pool, 'it calls no function before it issues tokens', attach);
  if (!isOurs(trigger.arn, options)) {
    const other = `${attach}; if it belongs to another stage, name the instances of this one with --hook`;
    return problem('trigger', pool, `it calls another function: ${trigger.arn}`, other);
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

const judgeFunction = (pool: string, arn: string, readiness: FunctionReadiness): readonly Check[] => {
  switch (readiness.state) {
    case 'ready':
      return [];
    case 'missing':
      return [
        problem('trigger', pool, `there is no function ${arn}: nobody logs in`, 'deploy, or attach another stage'),
      ];
    case 'closed':
      return [
        problem(
          'trigger',
          pool,
          `${arn} does not let this pool call it: nobody logs in`,
          'deploy again: the stack gives the permission to the pools in hooks.config.ts',
        ),
      ];
    case 'unknown':
      return [skipped('trigger', pool, `whether the function lets it call was not looked at (${readiness.why})`)];
  }
};

const unlisted = (pool: string): Check =>
  problem(
    'trigger',
    pool,
    'no hook instance lists this user pool: its calls are refused',
    'add its id to userPoolIds in hooks.config.ts and deploy',
  );

/** What only says that this machine, or this role, may not look. */
const isBlind = (error: unknown): boolean =>
  error instanceof Error && ['CredentialsProviderError', 'AccessDeniedException'].includes(error.name);

const checkPool = async (
  pool: string,
  targets: readonly Target[],
  options: TriggerCheckOptions,
): Promise<readonly Check[]> => {
  const target = instanceOfPool(targets, pool);
  if (!target) return [unlisted(pool)];
  const client = new CognitoIdentityProviderClient({
    region: options.region ?? pool.split('_')[0] ?? '',
    maxAttempts: 2,
    ...(options.cognitoEndpoint !== undefined && { endpoint: options.cognitoEndpoint }),
  });
  try {
    const { UserPool: { LambdaConfig, Arn = '' } = {} } = await client.send(
      new DescribeUserPoolCommand({ UserPoolId: pool }),
    );
    const judged = judge(pool, LambdaConfig, target, options);
    const arn = triggerOf(LambdaConfig)?.arn;
    if (judged.state !== 'ok' || arn === undefined) return [judged];
    return [judged, ...judgeFunction(pool, arn, await lookAtFunction(arn, Arn, options.lambdaEndpoint))];
  } catch (error) {
    const why = `could not be looked at (${describeAwsFault(error)})`;
    return options.poolId === undefined && isBlind(error)
      ? [skipped('trigger', pool, why)]
      : [problem('trigger', pool, why, 'check the id in hooks.config.ts (or --pool-id) and --region')];
  } finally {
    client.destroy();
  }
};

const poolsOf = (targets: readonly Target[]): readonly string[] => [
  ...new Set(
    targets.flatMap(({ instanceConfig: { proof } }) => (proof.kind === 'user-pools' ? proof.userPoolIds : [])),
  ),
];

/**
 * Whether the user pools call the deployed function, in the version that their instance is configured for, and whether
 * it lets them. The local world has none, and only AWS knows where none is named.
 */
export const checkTriggers = async (
  targets: readonly Target[],
  options: TriggerCheckOptions,
  isLocal: boolean,
): Promise<readonly Check[]> => {
  if (options.poolId !== undefined) return checkPool(options.poolId, targets, options);
  const pools = poolsOf(targets);
  if (isLocal && options.cognitoEndpoint === undefined) {
    return pools.map((pool) => skipped('trigger', pool, 'not looked at: the local world has no user pools'));
  }
  return (await Promise.all(pools.map((pool) => checkPool(pool, targets, options)))).flat();
};
