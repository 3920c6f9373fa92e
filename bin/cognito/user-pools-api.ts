import { buffer } from 'node:stream/consumers';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { awsFault } from '../frame/aws-fault.ts';
import { CommandError } from '../frame/command-error.ts';
import { toUpdateRequest, unknownSettings } from './user-pool-settings.ts';

export type UserPoolsApi = {
  /** @throws CommandError for a pool with settings that an update from here would reset */
  describe(id: string): Promise<UserPoolType>;
  update(pool: UserPoolType): Promise<void>;
  close(): void;
};

const settingNames = (body: string): readonly string[] => {
  const parsed: unknown = JSON.parse(body);
  return Object.keys(Object(Object(parsed).UserPool));
};

const faultOf = (tried: string, id: string, region: string, error: unknown): CommandError =>
  error instanceof Error && error.name === 'ResourceNotFoundException'
    ? new CommandError(`there is no user pool "${id}" in ${region}; --region chooses another`)
    : awsFault(`${tried} the user pool ${id} in ${region}`, error);

/** The user pools API of a region, or the one at `endpoint` (cognito-local). */
export const openUserPools = ({
  region,
  endpoint,
}: {
  readonly region: string;
  readonly endpoint?: string | undefined;
}): UserPoolsApi => {
  const client = new CognitoIdentityProviderClient({ region, ...(endpoint && { endpoint }) });
  let names: readonly string[] = [];
  // The SDK drops what is newer than itself, so the names are taken from the answer as it came.
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const result = await next(call);
        if (commandName !== 'DescribeUserPoolCommand') return result;
        const response = Object(result.response);
        const body = await buffer(response.body);
        if (response.statusCode === 200) names = settingNames(body.toString('utf8'));
        return { ...result, response: Object.assign(response, { body: new Uint8Array(body) }) };
      },
    { step: 'deserialize', priority: 'low' },
  );
  return {
    describe: async (id) => {
      const { UserPool } = await client
        .send(new DescribeUserPoolCommand({ UserPoolId: id }))
        .catch((error: unknown) => Promise.reject(faultOf('reading', id, region, error)));
      if (!UserPool) throw new CommandError(`there is no user pool "${id}" in ${region}; --region chooses another`);
      const unknown = unknownSettings(names);
      if (unknown.length === 0) return UserPool;
      throw new CommandError(
        `the user pool has settings that this program does not know (${unknown.join(', ')}) and would reset. Update @aws-sdk/client-cognito-identity-provider, or set the trigger in the console of Cognito.`,
      );
    },
    update: async (pool) => {
      await client
        .send(new UpdateUserPoolCommand(toUpdateRequest(pool)))
        .catch((error: unknown) => Promise.reject(faultOf('changing', pool.Id ?? '', region, error)));
    },
    close: () => client.destroy(),
  };
};
