import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import policy from '../../claims.config.ts';
import { pickVersion } from '../../functions/cognito/pick-version.ts';
import { createDynamoDBAttributeReader } from '../../lib/attributes/dynamodb-attribute-reader.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { triggerHookHandler } from '../../lib/lambda/trigger-hook-handler.ts';
import type { RunningServer } from '../../local/listen.ts';
import { type CognitoLocal, startCognitoLocal } from '../support/cognito-local.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { startLambdaInvokeServer } from '../support/lambda-invoke-server.ts';

const functionName = 'custom-claims-test-cognito-pre-token-generation';
const password = 'correct-Horse-battery-1';
const claim = (name: string): string => `https://claims.example.com/${name}`;

/** People log in through the AWS SDK, and what they get is signed by the pool: a real exchange but for the cloud. */
describe('a login at cognito-local', () => {
  const userPoolIds: string[] = [];
  let database: TestDynamoDB;
  let lambda: RunningServer;
  let cognito: CognitoLocal;
  let store: ReturnType<typeof createDynamoDBAttributeStore>;
  let poolId = '';
  let clientId = '';

  beforeAll(async () => {
    database = await startTestDynamoDB();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    process.env['AWS_ACCESS_KEY_ID'] ??= credentials.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] ??= credentials.secretAccessKey;
    const connection = { endpoint: database.endpoint, region: 'local' };
    store = createDynamoDBAttributeStore({
      ...connection,
      table: database.tables.attributes,
      changesTable: database.tables.changes,
    });
    lambda = await startLambdaInvokeServer({
      [functionName]: await triggerHookHandler({
        pick: pickVersion,
        policy,
        instances: {
          local: {
            hook: 'cognito/pre-token-generation-v1',
            realm: 'customers-cognito',
            // Filled as soon as the pool has an id.
            proof: { kind: 'user-pools', userPoolIds },
            scopes: { from: 'assumed', scopes: ['order', 'inventory'] },
            groups: 'both',
            onFailure: 'deny',
            mode: 'enforce',
          },
        },
        overrides: {
          reader: createDynamoDBAttributeReader({ ...connection, table: database.tables.attributes }),
          write: () => undefined,
        },
      }),
    });
    cognito = await startCognitoLocal({ PreTokenGeneration: functionName }, lambda.url);
    const { UserPool } = await cognito.client.send(new CreateUserPoolCommand({ PoolName: 'customers' }));
    poolId = UserPool?.Id ?? '';
    const { UserPoolClient } = await cognito.client.send(
      new CreateUserPoolClientCommand({
        UserPoolId: poolId,
        ClientName: 'shop',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    clientId = UserPoolClient?.ClientId ?? '';
    userPoolIds.push(poolId);
  });
  afterAll(async () => {
    await cognito?.stop();
    await lambda?.close();
    store?.close();
    await database?.stop();
  });

  const addUser = async (name: string): Promise<string> => {
    const user = { UserPoolId: poolId, Username: name };
    await cognito.client.send(
      new AdminCreateUserCommand({
        ...user,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'email', Value: `${name}@example.com` }],
      }),
    );
    await cognito.client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    const { Users } = await cognito.client.send(new ListUsersCommand({ UserPoolId: poolId }));
    const attributes = Users?.find(({ Username }) => Username === name)?.Attributes ?? [];
    return attributes.find(({ Name }) => Name === 'sub')?.Value ?? '';
  };
  const initiate = async (AuthFlow: InitiateAuthCommandInput['AuthFlow'], AuthParameters: Record<string, string>) => {
    const { AuthenticationResult } = await cognito.client.send(
      new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters }),
    );
    return AuthenticationResult;
  };
  const logIn = (name: string) => initiate('USER_PASSWORD_AUTH', { USERNAME: name, PASSWORD: password });
  const verified = async (token = '') => {
    const keys = createRemoteJWKSet(new URL(`${cognito.endpoint}/${poolId}/.well-known/jwks.json`));
    return (await jwtVerify(token, keys)).payload;
  };

  it('carries the claims of the table as text in the ID token, and again after a refresh', async () => {
    const subject = await addUser('ada');
    const key = { kind: 'user', realm: 'customers-cognito', subject } as const;
    const content = { user_id: 7, user_role: 'admin', feature_flags: ['beta'] };
    await store.put(key, { attributes: content }, { by: 'test', expectedVersion: 0 });

    const tokens = await logIn('ada');
    const claims = {
      [claim('user_id')]: '7',
      [claim('user_role')]: 'admin',
      [claim('feature_flags')]: '["beta"]',
    };
    expect(await verified(tokens?.IdToken)).toMatchObject({ ...claims, sub: subject, 'cognito:username': 'ada' });
    expect(Object.keys(await verified(tokens?.AccessToken)).filter((name) => name.includes('//'))).toEqual([]);

    await store.put(key, { attributes: { ...content, user_role: 'support' } }, { by: 'test', expectedVersion: 1 });
    const refreshed = await initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: tokens?.RefreshToken ?? '' });
    expect(await verified(refreshed?.IdToken)).toMatchObject({ ...claims, [claim('user_role')]: 'support' });
  });

  it('gives a person who is not in the table the defaults', async () => {
    await addUser('nobody');
    const claims = await verified((await logIn('nobody'))?.IdToken);
    expect(claims).toHaveProperty([claim('user_role')], 'customer');
    expect(claims).not.toHaveProperty([claim('user_id')]);
  });

  it('is refused to a blocked person, with a message for the person and nothing else', async () => {
    const subject = await addUser('eve');
    await store.put(
      { kind: 'user', realm: 'customers-cognito', subject },
      { attributes: { user_role: 'admin' }, blocked: true },
      { by: 'test', expectedVersion: 0 },
    );
    const refusal = await logIn('eve').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'UserLambdaValidationException' });
    // Cognito adds the full stop; two of them would show that the message had one.
    expect(String(refusal)).toMatch(/ failed with error Sign-in is not possible .*[^.]\.$/);
    expect(String(refusal)).not.toMatch(/admin|blocked/);
  });

  it('is refused for a pool that no instance names', async () => {
    await addUser('kim');
    userPoolIds.length = 0;
    try {
      await expect(logIn('kim')).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
    } finally {
      userPoolIds.push(poolId);
    }
  });
});
