import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { Target } from '../frame/configuration.ts';
import type { FunctionReadiness } from './functions-api.ts';
import type { Trigger } from './trigger.ts';

/** The hook instance that lists a user pool. */
export const instanceOfPool = (targets: readonly Target[], poolId: string): Target | undefined =>
  targets.find(({ instanceConfig: { proof } }) => proof.kind === 'user-pools' && proof.userPoolIds.includes(poolId));

/** `cognito/pre-token-generation-v2` is configured for the event of version `V2_0`. */
export const versionOfHook = (hook: string): Trigger['version'] => {
  const versions = { '1': 'V1_0', '2': 'V2_0' } as const;
  return new Map<string, Trigger['version']>(Object.entries(versions)).get(hook.slice(-1)) ?? 'V3_0';
};

const functionFault = (readiness: FunctionReadiness, { arn }: Trigger): readonly string[] => {
  switch (readiness.state) {
    case 'ready':
      return [];
    case 'missing':
      return [`there is no function ${arn}: deploy the stage first, or correct --stage or --function-arn`];
    case 'closed':
      return [
        `${arn} does not let this pool call it: put the pool's id into userPoolIds in hooks.config.ts and deploy, which gives the permission`,
      ];
    case 'unknown':
      return [
        `whether ${arn} can be called is not known (${readiness.why}): allow your role lambda:GetFunctionConfiguration and lambda:GetPolicy`,
      ];
  }
};

/** Why logins would fail, or claims be missing, if this pool called this function; each with the way out. */
export const attachmentFaults = (
  pool: UserPoolType,
  trigger: Trigger,
  target: Target | undefined,
  readiness: FunctionReadiness,
): readonly string[] => {
  const configured = target && versionOfHook(target.instanceConfig.hook);
  return [
    ...(target === undefined
      ? [
          `no hook instance lists the user pool ${pool.Id}, so each of its logins would be refused: add it to userPoolIds in hooks.config.ts and deploy`,
        ]
      : []),
    ...(configured !== undefined && configured !== trigger.version
      ? [
          `${target?.instance} is configured for ${configured} and not ${trigger.version}: leave --version out, or name the other hook in hooks.config.ts`,
        ]
      : []),
    ...(trigger.version !== 'V1_0' && pool.UserPoolTier === 'LITE'
      ? [
          `the pool is on the plan LITE, where Cognito has V1_0 only: choose ESSENTIALS or PLUS, or cognito/pre-token-generation-v1 in hooks.config.ts`,
        ]
      : []),
    ...functionFault(readiness, trigger),
  ];
};
