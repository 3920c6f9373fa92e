import { rollbackAlarms } from './alarms.ts';
import type { HookFunction } from './enabled-functions.ts';
import { aliasLogicalId } from './names.ts';
import type { Settings } from './settings.ts';
import { getAtt, ref, sub } from './statement.ts';

const canaryRole = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'codedeploy.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    // AWS's own policy for moving the traffic of aliases; it can neither create functions nor call them.
    ManagedPolicyArns: [sub(`arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited`)],
  },
};

const deploymentGroup = (hook: HookFunction, { deployment }: Settings) => ({
  Type: 'AWS::CodeDeploy::DeploymentGroup',
  Properties: {
    ApplicationName: ref('CanaryApplication'),
    ServiceRoleArn: getAtt('CanaryRole', 'Arn'),
    DeploymentConfigName: `CodeDeployDefault.${deployment}`,
    DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    AutoRollbackConfiguration: {
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
    AlarmConfiguration: { Enabled: true, Alarms: rollbackAlarms(hook).map((alarm) => ({ Name: ref(alarm) })) },
  },
});

/** Moves a few of the calls to a new version first, and all of them back when an alarm goes off. */
export const canaryResources = (hooks: readonly HookFunction[], settings: Settings) =>
  settings.deployment === 'AllAtOnce'
    ? {}
    : {
        CanaryApplication: { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'Lambda' } },
        CanaryRole: canaryRole,
        ...Object.fromEntries(
          hooks.map((hook) => [`${aliasLogicalId(hook.name)}DeploymentGroup`, deploymentGroup(hook, settings)]),
        ),
      };
