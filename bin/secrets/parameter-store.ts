import { GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Command } from 'commander';
import { awsFault } from '../frame/aws-fault.ts';
import { UsageError } from '../frame/command-error.ts';
import { endpointOf, regionOf, type StageOption, settingOf, stagePlace } from '../frame/stage.ts';

/** Which Parameter Store, and the path before the secrets' names. */
export type SecretOptions = StageOption & {
  readonly secretsPath?: string | undefined;
  readonly ssmEndpoint?: string | undefined;
  readonly region?: string | undefined;
};

export const withSecretOptions = (command: Command): Command =>
  command
    .option('--secrets-path <path>', 'the parameter path of the secrets (default: by --stage, else SECRETS_PATH)')
    .option('--ssm-endpoint <url>', 'a local Parameter Store (default: AWS with --stage, else SSM_ENDPOINT)');

/** The secrets of hooks and sources in SSM Parameter Store, as SecureString. */
export type SecretParameters = {
  /** The full name of a secret's parameter. */
  parameterOf(name: string): string;
  /** The stored texts by secret name; those that do not exist are missing. */
  read(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Overwrites; Parameter Store keeps the versions before. `keyId`: a KMS key of one's own. */
  write(name: string, text: string, options?: { readonly keyId?: string | undefined }): Promise<void>;
};

/** GetParameters takes so many names. */
const mostNames = 10;

/** @throws UsageError when nothing says which path */
export const openSecretParameters = (options: SecretOptions): SecretParameters => {
  const place = stagePlace(options);
  const path = settingOf(options.secretsPath, 'SECRETS_PATH', place?.secretsPath);
  if (path === undefined || path === '') {
    throw new UsageError(
      'say where the secrets are: --stage prod (a deployed stage), --secrets-path or SECRETS_PATH; or run npm start',
    );
  }
  const endpoint = endpointOf(options.ssmEndpoint, 'SSM_ENDPOINT', place);
  const client = createClient(endpoint, endpoint === undefined ? regionOf(options.region, place) : undefined);
  const parameterOf = (name: string): string => `${path.replace(/\/$/, '')}/${name}`;
  return {
    parameterOf,
    read: async (names) => {
      const found = new Map<string, string>();
      for (let start = 0; start < names.length; start += mostNames) {
        const some = new Map(names.slice(start, start + mostNames).map((name) => [parameterOf(name), name]));
        const { Parameters = [] } = await client
          .send(new GetParametersCommand({ Names: [...some.keys()], WithDecryption: true }))
          .catch((error: unknown) => {
            throw awsFault(`reading ${[...some.keys()].join(', ')} from Parameter Store`, error);
          });
        for (const { Name = '', Value = '' } of Parameters) {
          found.set(some.get(Name) ?? Name, Value);
        }
      }
      return found;
    },
    write: async (name, text, { keyId } = {}) => {
      const parameter = { Name: parameterOf(name), Value: text, Type: 'SecureString', Overwrite: true } as const;
      await client
        .send(new PutParameterCommand({ ...parameter, ...(keyId !== undefined && { KeyId: keyId }) }))
        .catch((error: unknown) => {
          throw awsFault(`writing ${parameterOf(name)} to Parameter Store`, error);
        });
    },
  };
};

const createClient = (endpoint: string | undefined, region: string | undefined): SSMClient => {
  if (endpoint !== undefined) {
    return new SSMClient({
      endpoint,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  }
  if (region === undefined) {
    throw new UsageError('say which AWS region with --region or AWS_REGION (or --stage)');
  }
  return new SSMClient({ region });
};
