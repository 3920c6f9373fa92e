import { secretsPath, tableName } from './names.ts';
import type { Settings } from './settings.ts';

type Environment = Readonly<Record<string, string>>;

/** The local world says where its stand-ins for AWS are; a deployed function has none of these names. */
const localNames = [
  'ATTRIBUTES_TABLE',
  'CHANGES_TABLE',
  'DYNAMODB_ENDPOINT',
  'GROUP_CACHE_SECONDS',
  'SECRETS_PATH',
  'SSM_ENDPOINT',
  'ADMIN_ISSUER',
  'ADMIN_AUDIENCE',
  'ADMIN_JWKS_URI',
  'ADMIN_CLIENT_ID',
];

const localOverrides = ({ stage }: Settings, environment: NodeJS.ProcessEnv): Environment =>
  stage === 'local'
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

export const hookEnvironment = (settings: Settings, hasSecrets: boolean, local = process.env): Environment => ({
  ...common(settings),
  GROUP_CACHE_SECONDS: settings.stage === 'local' ? '0' : '5',
  ...(hasSecrets && { SECRETS_PATH: secretsPath(settings) }),
  ...localOverrides(settings, local),
});

export const adminEnvironment = (settings: Settings, local = process.env): Environment => ({
  ...common(settings),
  CHANGES_TABLE: tableName(settings, 'changes'),
  ADMIN_ISSUER: settings.adminIssuer,
  ADMIN_AUDIENCE: settings.adminAudience,
  ADMIN_JWKS_URI: settings.adminJwksUri,
  ...localOverrides(settings, local),
});
