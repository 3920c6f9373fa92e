import { cognitoFunctionName, type HookFunction } from './enabled-functions.ts';
import { liveAliasName } from './live-alias.ts';
import { aliasLogicalId, functionLogicalId, logicalName } from './names.ts';
import type { Settings } from './settings.ts';
import { getAtt, ref, sub } from './statement.ts';

const userPoolIds = ({ instances }: HookFunction): readonly string[] => [
  ...new Set(Object.values(instances).flatMap(({ proof }) => (proof.kind === 'user-pools' ? proof.userPoolIds : []))),
];

/** `eu-central-1_AbCdEf123`; the examples' ids are of this form too, and harm nobody. */
const regionOf = (userPoolId: string): string => userPoolId.slice(0, userPoolId.indexOf('_'));

const aliasArn = (name: string) => ({ 'Fn::Join': [':', [getAtt(functionLogicalId(name), 'Arn'), liveAliasName]] });

/**
 * Lets each user pool that `hooks.config.ts` names call the function, and no other one: this is the proof of Cognito's
 * callers. The pool itself is not touched; `claims attach cognito` makes it call.
 */
export const userPoolPermissions = (hook: HookFunction) =>
  Object.fromEntries(
    userPoolIds(hook).map((id) => [
      `${logicalName(`${hook.name}-${id}`)}Permission`,
      {
        Type: 'AWS::Lambda::Permission',
        DependsOn: [aliasLogicalId(hook.name)],
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: aliasArn(hook.name),
          Principal: 'cognito-idp.amazonaws.com',
          SourceAccount: ref('AWS::AccountId'),
          SourceArn: sub(`arn:\${AWS::Partition}:cognito-idp:${regionOf(id)}:\${AWS::AccountId}:userpool/${id}`),
        },
      },
    ]),
  );

const poolLogicalId = ({ userPool }: Settings): string => `CognitoUserPool${logicalName(userPool)}`;

/** A user pool of this stack outlives it, as its people do. */
export const userPoolProtection = (settings: Settings) =>
  settings.userPool === ''
    ? {}
    : {
        [poolLogicalId(settings)]: {
          DeletionPolicy: 'Retain',
          UpdateReplacePolicy: 'Retain',
          Properties: { DeletionProtection: 'ACTIVE' },
        },
      };

/** What `claims attach cognito` and `hooks.config.ts` need to know. */
export const cognitoOutputs = (hooks: readonly HookFunction[], settings: Settings) => ({
  ...(hooks.some(({ name }) => name === cognitoFunctionName) && {
    CognitoTriggerArn: {
      Description: 'What a user pool calls: claims attach cognito --function-arn',
      Value: aliasArn(cognitoFunctionName),
    },
  }),
  ...(settings.userPool !== '' && {
    UserPoolId: { Description: 'For userPoolIds in hooks.config.ts', Value: ref(poolLogicalId(settings)) },
  }),
});
