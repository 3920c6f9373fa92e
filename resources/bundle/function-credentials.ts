import { InvalidConfigurationError } from '../../lib/errors.ts';

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundle of a function: Lambda puts a function's credentials
 * into its environment, and nowhere else. The chain that looks into files, SSO and metadata services is 95 KB that no
 * function ever runs.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env;
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }) };
  }
  throw new InvalidConfigurationError(
    'Missing AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment. Lambda sets them; elsewhere set them yourself.',
  );
};
