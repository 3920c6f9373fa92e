import { isDeepStrictEqual } from 'node:util';
import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { CommandError } from '../frame/command-error.ts';
import { confirm } from '../frame/confirm.ts';
import { printNote, printResult } from '../frame/output.ts';
import { type Trigger, triggerDifference, triggerOf, withTrigger } from './trigger.ts';
import { toUpdateRequest } from './user-pool-settings.ts';
import { openUserPools, type UserPoolsApi } from './user-pools-api.ts';

export type TriggerOptions = {
  readonly poolId: string;
  readonly stage: string;
  readonly functionArn?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
};

/** The function that serverless.yml deploys, in the pool's own account and region; the alias, so that canaries work. */
const deployedFunction = ({ Arn = '', Name }: UserPoolType, stage: string): string => {
  const [, partition, , region, account] = Arn.split(':');
  if (partition && region && account) {
    return `arn:${partition}:lambda:${region}:${account}:function:custom-claims-${stage}-cognito-pre-token-generation:live`;
  }
  throw new CommandError(`the user pool "${Name}" tells no ARN: name the function by --function-arn`);
};

/** Everything that an update could have touched, but the triggers. */
const otherSettings = (pool: UserPoolType) => {
  const { LambdaConfig: _triggers, ...others } = toUpdateRequest(pool);
  return others;
};

const write = async (api: UserPoolsApi, seen: UserPoolType, LambdaConfig: UserPoolType['LambdaConfig']) => {
  const now = await api.describe(seen.Id ?? '');
  if (!isDeepStrictEqual(toUpdateRequest(now), toUpdateRequest(seen))) {
    throw new CommandError(
      'somebody else changed the user pool in the meantime; nothing was done, run the command again',
    );
  }
  await api.update({ ...now, LambdaConfig });
  const after = await api.describe(seen.Id ?? '');
  if (!isDeepStrictEqual(otherSettings(after), otherSettings(now))) {
    const changed = Object.entries(otherSettings(now))
      .filter(([name, value]) => !isDeepStrictEqual(value, Object(otherSettings(after))[name]))
      .map(([name]) => name);
    throw new CommandError(
      `the trigger was written, but Cognito changed other settings with it: ${changed.join(', ')}. Compare them in the console of Cognito before you go on.`,
    );
  }
};

const change = async (
  options: TriggerOptions,
  decide: (pool: UserPoolType, before: Trigger | undefined) => Trigger | undefined,
): Promise<void> => {
  const region = options.region ?? options.poolId.split('_')[0] ?? '';
  const api = openUserPools({ region, endpoint: options.endpoint });
  try {
    const pool = await api.describe(options.poolId);
    const before = triggerOf(pool.LambdaConfig);
    const after = decide(pool, before);
    const same = isDeepStrictEqual(before, after);
    printNote(`User pool ${pool.Name} (${options.poolId}):\n${triggerDifference(before, after)}`);
    if (!same) {
      await confirm('Change the trigger, and nothing else of the pool?', options);
      await write(api, pool, withTrigger(pool.LambdaConfig, after));
    }
    printResult(options, { poolId: options.poolId, before, after, changed: !same }, () =>
      same ? 'Unchanged.' : 'Done.',
    );
  } finally {
    api.close();
  }
};

/** Makes a user pool call the deployed function before it issues tokens. */
export const attachTrigger = (options: TriggerOptions & { readonly version: Trigger['version'] }): Promise<void> =>
  change(options, (pool) => {
    if (options.version !== 'V1_0' && pool.UserPoolTier === 'LITE') {
      printNote(
        `The pool is on the plan LITE, where Cognito offers V1_0 only; ${options.version} needs ESSENTIALS or PLUS.`,
      );
    }
    return { arn: options.functionArn ?? deployedFunction(pool, options.stage), version: options.version };
  });

/** Makes a user pool call nothing before it issues tokens; another function than ours stays. */
export const detachTrigger = (options: TriggerOptions): Promise<void> =>
  change(options, (pool, before) => {
    const ours = options.functionArn ?? deployedFunction(pool, options.stage);
    if (before && before.arn !== ours) {
      throw new CommandError(
        `the pool calls ${before.arn}, not ${ours}. To take that one away, name it by --function-arn.`,
      );
    }
    return undefined;
  });
