import { secretsPath, tableName } from './names.ts';
import type { Settings } from './settings.ts';
import type { Value } from './statement.ts';

type Environment = Readonly<Record<string, Value>>;

/** Where serverless-offline serves the functions. */
const localStage = 'local';

/** The local world says where its stand-ins for AWS are; a deployed function has none of these names. */
const localNames = [
  'ATTRIBUTES_TABLE',
  'CHANGES_TABLE',
  'DYNAMODB_ENDPOINT',
  'GROUP_CACHE_SECONDS',
  'LAST_KNOWN_GOOD_SECONDS',
  'LOG_SUBJECTS',
  'SECRETS_PATH',
  'SSM_ENDPOINT',
  'ADMIN_ISSUER',
  'ADMIN_AUDIENCE',
  'ADMIN_JWKS_URI',
  'ADMIN_ALGORITHMS',
  'ADMIN_CLIENT_ID',
];

const localOverrides = ({ stage }: Settings, environment: NodeJS.ProcessEnv): Environment =>
  stage === localStage
    ? Object.fromEntries(
        localNames.flatMap((name) => {
          const value = environment[name];
          return value === undefined ? [] : [[name, value]];
        }),
      )
    : {};

const common = (settings: Settings): Environment => ({
  STAGE: settings.stage,
  ATTRIBUTES_TABLE: tableName(settings, 'attributes'),
});

/** Under which subjects are hashed in the log: the same for all functions of a stack, and of no other one. */
const logSubjectKey: Value = {
  'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }],
};

export const hookEnvironment = (settings: Settings, hasSecrets: boolean, local = process.env): Environment => ({
  ...common(settings),
  GROUP_CACHE_SECONDS: String(settings.groupCacheSeconds),
  LAST_KNOWN_GOOD_SECONDS: String(settings.lastKnownGoodSeconds),
  ...(settings.logSubjects === 'plain' && { LOG_SUBJECTS: 'plain' }),
  ...(settings.stage !== localStage && { LOG_SUBJECT_KEY: logSubjectKey }),
  ...(hasSecrets && { SECRETS_PATH: secretsPath(settings) }),
  ...localOverrides(settings, local),
});

const given = (variables: Readonly<Record<string, string>>): Environment =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));

export const adminEnvironment = (settings: Settings, local = process.env): Environment => ({
  ...common(settings),
  CHANGES_TABLE: tableName(settings, 'changes'),
  ...given({
    ADMIN_ISSUER: settings.adminIssuer,
    ADMIN_AUDIENCE: settings.adminAudience,
    ADMIN_JWKS_URI: settings.adminJwksUri,
    ADMIN_ALGORITHMS: settings.adminAlgorithms,
    ADMIN_CLIENT_ID: settings.adminClientId,
  }),
  ...localOverrides(settings, local),
});
