import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { freePorts } from '../../local/ports.ts';
import { startWorld, type World } from '../../local/world.ts';
import { type CognitoLocal, startCognitoLocal } from '../support/cognito-local.ts';

const poolId = 'eu-central-1_EXAMPLE';
const password = 'correct-Horse-battery-1';
const claim = (name: string): string => `https://claims.example.com/${name}`;

/** The function of serverless.yml and hooks.config.ts as they are, at the Lambda endpoint of `npm start`. */
describe('a login at cognito-local with the trigger that serverless-offline serves', () => {
  const ports = freePorts();
  let world: World;
  let cognito: CognitoLocal;
  beforeAll(async () => {
    world = await startWorld({ ports: await ports, log: () => undefined, functionsLog: () => undefined });
    cognito = await startCognitoLocal(
      { PreTokenGeneration: 'custom-claims-local-cognito-pre-token-generation' },
      `http://127.0.0.1:${(await ports)['lambda-port']}`,
      [poolId],
    );
  }, 90_000);
  afterAll(async () => {
    await cognito?.stop();
    await world?.close();
  }, 20_000);

  it('carries the claims of the table in the ID token', async () => {
    const user = { UserPoolId: poolId, Username: 'grace' };
    await cognito.client.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    await cognito.client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    const { Users } = await cognito.client.send(new ListUsersCommand({ UserPoolId: poolId }));
    const subject = Users?.[0]?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
    const store = createDynamoDBAttributeStore({
      endpoint: world.facts.dynamodb,
      region: 'local',
      table: world.facts.environment['ATTRIBUTES_TABLE'] ?? '',
      changesTable: world.facts.environment['CHANGES_TABLE'] ?? '',
    });
    await store.put(
      { kind: 'user', realm: 'customers-cognito', subject },
      { attributes: { department: 'Fleet', feature_flags: ['beta'], user_role: 'admin' } },
      { by: 'test', expectedVersion: 0 },
    );
    store.close();

    const { UserPoolClient } = await cognito.client.send(
      new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: 'shop' }),
    );
    const { AuthenticationResult } = await cognito.client.send(
      new InitiateAuthCommand({
        ClientId: UserPoolClient?.ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'grace', PASSWORD: password },
      }),
    );
    const claims = decodeJwt(AuthenticationResult?.IdToken ?? '');
    expect(claims).toMatchObject({
      sub: subject,
      [claim('department')]: 'Fleet',
      [claim('feature_flags')]: '["beta"]',
    });
    // V1 names no scopes, and the instance asks for granted ones.
    expect(claims).not.toHaveProperty([claim('user_role')]);
  });
});
