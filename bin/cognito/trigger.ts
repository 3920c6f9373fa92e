import type { LambdaConfigType, PreTokenGenerationLambdaVersionType } from '@aws-sdk/client-cognito-identity-provider';

/** Which function a pool calls before it issues tokens, and with which version of the event. */
export type Trigger = { readonly arn: string; readonly version: PreTokenGenerationLambdaVersionType };

/** The trigger that a pool has; pools of before the versions name the function alone. */
export const triggerOf = ({
  PreTokenGeneration,
  PreTokenGenerationConfig,
}: LambdaConfigType = {}): Trigger | undefined => {
  const arn = PreTokenGenerationConfig?.LambdaArn ?? PreTokenGeneration;
  return arn ? { arn, version: PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0' } : undefined;
};

/** The pool's triggers with this one in place of its own, or without; the others stay as they are. */
export const withTrigger = (config: LambdaConfigType = {}, trigger?: Trigger): LambdaConfigType => {
  const { PreTokenGeneration: _former, PreTokenGenerationConfig: _formerVersion, ...others } = config;
  return trigger
    ? { ...others, PreTokenGenerationConfig: { LambdaArn: trigger.arn, LambdaVersion: trigger.version } }
    : others;
};

const line = (sign: string, trigger: Trigger | undefined): readonly string[] =>
  trigger ? [`${sign} PreTokenGenerationConfig  ${trigger.version}  ${trigger.arn}`] : [];

/** What will change, as lines of a difference. */
export const triggerDifference = (before: Trigger | undefined, after: Trigger | undefined): string =>
  before?.arn === after?.arn && before?.version === after?.version
    ? '  nothing changes'
    : [...line('-', before), ...line('+', after)].join('\n');
