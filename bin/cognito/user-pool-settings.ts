import type { UpdateUserPoolRequest, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';

type Updatable = Exclude<keyof UpdateUserPoolRequest, 'UserPoolId' | 'PoolName'>;

/**
 * Every setting that UpdateUserPool takes, and resets when it is not sent. It does not compile when a newer SDK knows
 * one more.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
const updatable = {
  Policies: true,
  DeletionProtection: true,
  LambdaConfig: true,
  AutoVerifiedAttributes: true,
  SmsVerificationMessage: true,
  EmailVerificationMessage: true,
  EmailVerificationSubject: true,
  VerificationMessageTemplate: true,
  SmsAuthenticationMessage: true,
  UserAttributeUpdateSettings: true,
  MfaConfiguration: true,
  DeviceConfiguration: true,
  EmailConfiguration: true,
  SmsConfiguration: true,
  UserPoolTags: true,
  AdminCreateUserConfig: true,
  UserPoolAddOns: true,
  DcrConfiguration: true,
  AccountRecoverySetting: true,
  UserPoolTier: true,
  KeyConfiguration: true,
  IssuerConfiguration: true,
  AcrConfiguration: true,
} as const satisfies Record<Updatable, true>;

/** What DescribeUserPool tells besides; UpdateUserPool neither takes nor changes it. */
const fixed = {
  Id: true,
  Name: true,
  Status: true,
  LastModifiedDate: true,
  CreationDate: true,
  SchemaAttributes: true,
  AliasAttributes: true,
  UsernameAttributes: true,
  UsernameConfiguration: true,
  EstimatedNumberOfUsers: true,
  SmsConfigurationFailure: true,
  EmailConfigurationFailure: true,
  Domain: true,
  CustomDomain: true,
  Arn: true,
} as const satisfies Record<Exclude<keyof UserPoolType, Updatable>, true>;

const known = new Set([...Object.keys(updatable), ...Object.keys(fixed)]);

/** Settings that this program cannot send back, because they are newer than it: an update would reset them. */
export const unknownSettings = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !known.has(name));

/** Cognito tells the days twice, and refuses to be told them twice. */
const withoutDeprecatedDays = ({ AdminCreateUserConfig: config, Policies }: UserPoolType) => {
  if (!config || Policies?.PasswordPolicy?.TemporaryPasswordValidityDays === undefined) return config;
  const { UnusedAccountValidityDays: _deprecated, ...rest } = config;
  return rest;
};

/** The whole pool as an update that changes nothing. */
export const toUpdateRequest = (pool: UserPoolType): UpdateUserPoolRequest => {
  const settings = Object.fromEntries(Object.entries(pool).filter(([name]) => Object.hasOwn(updatable, name)));
  return {
    ...settings,
    UserPoolId: pool.Id,
    PoolName: pool.Name,
    AdminCreateUserConfig: withoutDeprecatedDays(pool),
  };
};
