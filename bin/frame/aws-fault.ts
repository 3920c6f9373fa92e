import { CommandError } from './command-error.ts';

const remedies: Readonly<Record<string, string>> = {
  AccessDeniedException: 'your role is not allowed to do this',
  CredentialsProviderError: 'there are no AWS credentials: log in, or set AWS_PROFILE',
  ResourceNotFoundException: 'there is no such thing: check --stage, --region and the name',
  ExpiredTokenException: 'your AWS session has ended: log in again',
  UnrecognizedClientException: 'AWS does not know these credentials: log in again',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host: check the region and the network',
  TimeoutError: 'no answer came: check the region and the network',
};

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code !== undefined && Object.hasOwn(remedies, code) ? code : error.name;
};

/** What to do about the fault of AWS that is behind an error; `undefined`: none is, or no usual one. */
export const awsRemedyOf = (error: unknown): string | undefined =>
  remedies[codeOf(error)] ??
  (error instanceof Error && error.cause !== undefined ? awsRemedyOf(error.cause) : undefined);

/** What to do about a fault: about what is known of AWS's own, or what the caller knows that its call needs. */
export const remedyOr = (error: unknown, needed: string): string =>
  codeOf(error) === 'AccessDeniedException' ? needed : (awsRemedyOf(error) ?? needed);

/** Why a call to AWS failed, in one line: its code and, where it is a usual one, what to do. Never AWS's own text. */
export const describeAwsFault = (error: unknown): string => {
  const code = codeOf(error);
  const remedy = remedies[code];
  return remedy === undefined ? code : `${code}: ${remedy}`;
};

/** Ends a command with what was tried, and why it failed. */
export const awsFault = (tried: string, error: unknown): CommandError =>
  new CommandError(`${tried} failed (${describeAwsFault(error)})`, undefined, { cause: error });
