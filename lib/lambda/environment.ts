import { randomUUID } from 'node:crypto';
import { InvalidConfigurationError } from '../errors.ts';
import type { SubjectLogging } from '../observability/subject-digest.ts';

/** A function's settings, from its environment variables. */
export type Environment = {
  /** Table `attributes`: name or ARN. */
  readonly attributesTable: string;
  /** DynamoDB Local or the embedded one; absent in AWS. */
  readonly dynamodbEndpoint: string | undefined;
  /** How long groups and organizations are served from memory; 0: not at all. */
  readonly groupCacheSeconds: number;
  /** How old an answer may be that stands in while the store is down; 0: none. */
  readonly lastKnownGoodSeconds: number;
  /** The parameter path before the secrets' names. */
  readonly secretsPath: string | undefined;
  /** Another Parameter Store than the region's, for local runs. */
  readonly ssmEndpoint: string | undefined;
  readonly region: string;
};

type Variables = Readonly<Record<string, string | undefined>>;

const optional = (value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : value;

const seconds = (name: string, value: string | undefined, byDefault: number): number => {
  if (optional(value) === undefined) return byDefault;
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new InvalidConfigurationError(`The environment variable ${name} is a number of seconds from 0, or unset.`);
};

/** @throws InvalidConfigurationError naming the variable */
export const readEnvironment = (variables: Variables): Environment => {
  const attributesTable = optional(variables['ATTRIBUTES_TABLE']);
  if (attributesTable === undefined) {
    throw new InvalidConfigurationError(
      'The environment variable ATTRIBUTES_TABLE is missing: the name of the table with the attributes.',
    );
  }
  return {
    attributesTable,
    dynamodbEndpoint: optional(variables['DYNAMODB_ENDPOINT']),
    groupCacheSeconds: seconds('GROUP_CACHE_SECONDS', variables['GROUP_CACHE_SECONDS'], 5),
    lastKnownGoodSeconds: seconds('LAST_KNOWN_GOOD_SECONDS', variables['LAST_KNOWN_GOOD_SECONDS'], 0),
    secretsPath: optional(variables['SECRETS_PATH']),
    ssmEndpoint: optional(variables['SSM_ENDPOINT']),
    region: optional(variables['AWS_REGION']) ?? 'us-east-1',
  };
};

/**
 * How subjects are logged: LOG_SUBJECTS=plain as they are, else under a hash with LOG_SUBJECT_KEY. Without a key every
 * process makes one up, so that nothing can be read back, but lines of two processes cannot be joined by subject either.
 */
export const readSubjectLogging = (variables: Variables): SubjectLogging =>
  variables['LOG_SUBJECTS'] === 'plain'
    ? { as: 'plain' }
    : { as: 'hmac', key: optional(variables['LOG_SUBJECT_KEY']) ?? randomUUID() };
