import { isDeepStrictEqual } from 'node:util';
import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { CommandError, UsageError } from '../frame/command-error.ts';
import { loadInstances, loadTargets } from '../frame/configuration.ts';
import { confirm } from '../frame/confirm.ts';
import { printNote, printResult } from '../frame/output.ts';
import { attachmentFaults, instanceOfPool, versionOfHook } from './attachment-faults.ts';
import { lookAtFunction } from './functions-api.ts';
import { type Trigger, triggerDifference, triggerOf, withTrigger } from './trigger.ts';
import { toUpdateRequest } from './user-pool-settings.ts';
import { openUserPools, type UserPoolsApi } from './user-pools-api.ts';

export type TriggerOptions = {
  readonly poolId: string;
  readonly stage?: string | undefined;
  readonly functionArn?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
};

export type AttachOptions = TriggerOptions & {
  readonly version?: Trigger['version'] | undefined;
  readonly hooks?: string | undefined;
  readonly lambdaEndpoint?: string | undefined;
  readonly force?: boolean | undefined;
};

/**
 * The function that was named, or the one that serverless.yml deploys for the stage, in the pool's own account and
 * region; the alias, so that canaries work.
 */
const functionOf = ({ Arn = '', Name }: UserPoolType, { functionArn, stage }: TriggerOptions): string => {
  if (functionArn !== undefined) return functionArn;
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

type Decide = (pool: UserPoolType, before: Trigger | undefined) => Trigger | undefined | Promise<Trigger | undefined>;

const change = async (options: TriggerOptions, decide: Decide): Promise<void> => {
  if (options.stage === undefined && options.functionArn === undefined) {
    throw new UsageError('say which function: --stage, such as --stage prod, or --function-arn');
  }
  const region = options.region ?? options.poolId.split('_')[0] ?? '';
  const api = openUserPools({ region, endpoint: options.endpoint });
  try {
    const pool = await api.describe(options.poolId);
    const before = triggerOf(pool.LambdaConfig);
    const after = await decide(pool, before);
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

/** A pool that called a function which refuses it would let nobody log in. */
const refuseFaults = (faults: readonly string[], { force }: AttachOptions): void => {
  const list = faults.map((fault) => `\n- ${fault}`).join('');
  if (faults.length > 0 && force !== true) {
    throw new CommandError(`the trigger stays as it is, because:${list}\n--force attaches all the same.`);
  }
  if (faults.length > 0) printNote(`claims: attached by --force, although:${list}`);
};

/** Makes a user pool call the deployed function before it issues tokens; refuses one that the function would refuse. */
export const attachTrigger = async (options: AttachOptions): Promise<void> => {
  const targets = await loadTargets(await loadInstances(options.hooks));
  const target = instanceOfPool(targets, options.poolId);
  const version = options.version ?? (target === undefined ? 'V3_0' : versionOfHook(target.instanceConfig.hook));
  await change(options, async (pool) => {
    const trigger = { arn: functionOf(pool, options), version };
    const readiness = await lookAtFunction(trigger.arn, pool.Arn ?? '', options.lambdaEndpoint);
    refuseFaults(attachmentFaults(pool, trigger, target, readiness), options);
    return trigger;
  });
};

/** Makes a user pool call nothing before it issues tokens; another function than ours stays. */
export const detachTrigger = (options: TriggerOptions): Promise<void> =>
  change(options, (pool, before) => {
    const ours = functionOf(pool, options);
    if (before && before.arn !== ours) {
      throw new CommandError(
        `the pool calls ${before.arn}, not ${ours}. To take that one away, name it by --function-arn.`,
      );
    }
    return undefined;
  });
