import type { HookFunction } from './enabled-functions.ts';
import { logGroupName, roleLogicalId, secretsPath } from './names.ts';
import type { Settings } from './settings.ts';
import { allow, getAtt, type Statement, sub } from './statement.ts';

const parameterArn = (name: string) =>
  sub(`arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${name}`);

const ownLogs = (settings: Settings, name: string): Statement =>
  allow(
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // The suffix stands for the streams of this one group: AWS names them.
    sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${logGroupName(settings, name)}:*`),
  );

/** X-Ray takes no resource. */
const tracing = ({ xray }: Settings): readonly Statement[] =>
  xray ? [allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*')] : [];

/** DynamoDB and Parameter Store use the customer's key on behalf of whoever calls them. */
const keyUse = ({ kmsKeyArn }: Settings, actions: readonly string[]): readonly Statement[] =>
  kmsKeyArn === ''
    ? []
    : [
        allow(actions, kmsKeyArn, {
          StringEquals: {
            'kms:ViaService': ['dynamodb', 'ssm'].map((service) => sub(`${service}.\${AWS::Region}.amazonaws.com`)),
          },
        }),
      ];

const role = (name: string, statements: readonly Statement[]) => ({
  [roleLogicalId(name)]: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  },
});

const ownSecrets = ({ secrets }: HookFunction, settings: Settings): readonly Statement[] =>
  secrets.length === 0
    ? []
    : [
        allow(
          ['ssm:GetParameters'],
          secrets.map((name) => parameterArn(`${secretsPath(settings)}/${name}`)),
        ),
      ];

/** A hook reads the one table; it writes only where the policy says `unknownSubject: 'create'`. */
export const hookRole = (hook: HookFunction, settings: Settings) =>
  role(hook.name, [
    ownLogs(settings, hook.name),
    allow(
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', ...(hook.creates ? ['dynamodb:PutItem'] : [])],
      getAtt('AttributesTable', 'Arn'),
    ),
    ...ownSecrets(hook, settings),
    ...keyUse(settings, ['kms:Decrypt']),
    ...tracing(settings),
  ]);

/** The administration reads and writes items and their history; it sees no secret of a hook. */
export const adminRole = (name: string, settings: Settings) =>
  role(name, [
    ownLogs(settings, name),
    allow(
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Scan'],
      getAtt('AttributesTable', 'Arn'),
    ),
    allow(
      ['dynamodb:Query'],
      ['lookup', 'listing'].map((index) => sub(`\${AttributesTable.Arn}/index/${index}`)),
    ),
    allow(['dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:BatchWriteItem'], getAtt('ChangesTable', 'Arn')),
    ...keyUse(settings, ['kms:Decrypt', 'kms:GenerateDataKey']),
    ...tracing(settings),
  ]);
