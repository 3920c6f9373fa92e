import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../../local/listen.ts';
import { type CognitoLocal, startCognitoLocal } from '../support/cognito-local.ts';
import { runClaims } from '../support/run-claims.ts';

const deployed =
  'arn:aws:lambda:eu-central-1:123456789012:function:custom-claims-prod-cognito-pre-token-generation:live';

/** A pool whose every setting differs from what Cognito would set by itself. */
const settings: CreateUserPoolCommandInput = {
  PoolName: 'customers',
  Policies: { PasswordPolicy: { MinimumLength: 17, RequireSymbols: true, TemporaryPasswordValidityDays: 3 } },
  AutoVerifiedAttributes: ['email'],
  MfaConfiguration: 'OPTIONAL',
  EmailVerificationSubject: 'Your code',
  SmsAuthenticationMessage: 'Code {####}',
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
  UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
  UserPoolTags: { team: 'identity' },
  LambdaConfig: { PostConfirmation: 'arn:aws:lambda:eu-central-1:123456789012:function:welcome' },
};

const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** cognito-local resets what an update does not send, as Cognito does. */
describe('claims attach and detach cognito', () => {
  let cognito: CognitoLocal;
  let poolId = '';
  beforeAll(async () => {
    cognito = await startCognitoLocal();
  });
  afterAll(() => cognito?.stop());
  beforeEach(async () => {
    const { UserPool } = await cognito.client.send(new CreateUserPoolCommand(settings));
    poolId = UserPool?.Id ?? '';
    await cognito.client.send(new UpdateUserPoolCommand({ UserPoolId: poolId, ...settings }));
  });

  const describePool = async () => {
    const { UserPool } = await cognito.client.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
    const { LastModifiedDate: _changes, LambdaConfig, ...others } = UserPool ?? {};
    return { LambdaConfig, others };
  };
  const claims = (...parameters: readonly string[]) =>
    runClaims([...parameters, '--pool-id', poolId, '--endpoint', cognito.endpoint, '--region', 'eu-central-1'], {
      env: credentials,
    });
  const attach = (...parameters: readonly string[]) =>
    claims('attach', 'cognito', '--function-arn', deployed, '--yes', ...parameters);

  it.each(['V1_0', 'V2_0', 'V3_0'])('sets the trigger with %s and leaves every other setting', async (version) => {
    const before = await describePool();
    const { code, stderr, stdout } = await attach('--version', version);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`+ PreTokenGenerationConfig  ${version}`),
    });
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, after: { arn: deployed, version } });
    const after = await describePool();
    expect(after.others).toEqual(before.others);
    expect(after.LambdaConfig).toEqual({
      ...settings.LambdaConfig,
      PreTokenGenerationConfig: { LambdaArn: deployed, LambdaVersion: version },
    });
  });

  it('takes the trigger away again, and leaves every other setting', async () => {
    const before = await describePool();
    await attach();
    const { code } = await claims('detach', 'cognito', '--function-arn', deployed, '--yes');
    expect(code).toBe(0);
    expect(await describePool()).toEqual(before);
  });

  it('changes nothing the second time', async () => {
    await attach();
    const { stdout, stderr } = await attach();
    expect(JSON.parse(stdout)).toMatchObject({ changed: false });
    expect(stderr).toContain('nothing changes');
  });

  it('replaces a trigger of before the versions, and shows it', async () => {
    const PreTokenGeneration = 'arn:aws:lambda:eu-central-1:123456789012:function:former';
    const LambdaConfig = { ...settings.LambdaConfig, PreTokenGeneration };
    await cognito.client.send(new UpdateUserPoolCommand({ UserPoolId: poolId, ...settings, LambdaConfig }));
    const { stderr } = await attach();
    expect(stderr).toContain(`- PreTokenGenerationConfig  V1_0  ${PreTokenGeneration}`);
    expect((await describePool()).LambdaConfig).not.toHaveProperty('PreTokenGeneration');
  });

  it('takes no other function than ours away', async () => {
    await attach();
    const before = await describePool();
    const { code, stderr } = await claims('detach', 'cognito', '--function-arn', `${deployed}-other`, '--yes');
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('--function-arn') });
    expect(await describePool()).toEqual(before);
  });

  it('does nothing where nobody can be asked', async () => {
    const before = await describePool();
    const { code } = await claims('attach', 'cognito', '--function-arn', deployed);
    expect(code).toBe(2);
    expect(await describePool()).toEqual(before);
  });

  it('refuses a version that Cognito does not have', async () => {
    expect(await attach('--version', 'V4_0')).toMatchObject({ code: 2, stderr: expect.stringContaining('V3_0') });
  });
});

/** Answers as recorded, in order; what the command sends is kept. */
const startRecordedApi = async (pools: readonly object[]) => {
  const sent: { readonly operation: string; readonly body: Record<string, unknown> }[] = [];
  let described = 0;
  const { url, close } = await listen(
    createServer(async (request, response) => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      sent.push({ operation, body: JSON.parse(await text(request)) });
      const UserPool = pools[Math.min(described, pools.length - 1)];
      if (operation === 'DescribeUserPool') described += 1;
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(operation === 'DescribeUserPool' ? { UserPool } : {}));
    }),
    0,
  );
  onTestFinished(close);
  return { url, sent };
};

const recorded = {
  Id: 'eu-central-1_AbCdEf123',
  Name: 'customers',
  Arn: 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_AbCdEf123',
  UserPoolTier: 'ESSENTIALS',
  MfaConfiguration: 'ON',
  Policies: { PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 7 } },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
  LambdaConfig: { PostConfirmation: 'arn:aws:lambda:eu-central-1:123456789012:function:welcome' },
  SchemaAttributes: [],
  EstimatedNumberOfUsers: 12,
};
const attached = {
  ...recorded,
  LambdaConfig: {
    ...recorded.LambdaConfig,
    PreTokenGenerationConfig: { LambdaArn: deployed, LambdaVersion: 'V3_0' },
  },
};

describe('claims attach cognito against recorded answers of AWS', () => {
  const attach = (url: string, ...parameters: readonly string[]) =>
    runClaims(
      ['attach', 'cognito', '--pool-id', recorded.Id, '--stage', 'prod', '--endpoint', url, '--yes', ...parameters],
      { env: credentials },
    );

  it('finds the function by the stage, and sends the whole pool but what Cognito refuses', async () => {
    const { url, sent } = await startRecordedApi([recorded, recorded, attached]);
    expect(await attach(url)).toMatchObject({ code: 0 });
    const { Id, Name, Arn, SchemaAttributes, EstimatedNumberOfUsers, ...updatable } = attached;
    expect(sent.find(({ operation }) => operation === 'UpdateUserPool')?.body).toEqual({
      ...updatable,
      UserPoolId: Id,
      PoolName: Name,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    });
  });

  it('does nothing to a pool with a setting that it does not know', async () => {
    const { url, sent } = await startRecordedApi([{ ...recorded, PasskeyPolicy: { Required: true } }]);
    expect(await attach(url)).toMatchObject({ code: 1, stderr: expect.stringContaining('PasskeyPolicy') });
    expect(sent.map(({ operation }) => operation)).not.toContain('UpdateUserPool');
  });

  it('does nothing when somebody else changes the pool in the meantime', async () => {
    const { url, sent } = await startRecordedApi([recorded, { ...recorded, MfaConfiguration: 'OFF' }]);
    expect(await attach(url)).toMatchObject({ code: 1, stderr: expect.stringContaining('in the meantime') });
    expect(sent.map(({ operation }) => operation)).not.toContain('UpdateUserPool');
  });

  it('says so when Cognito changed more than the trigger', async () => {
    const { url } = await startRecordedApi([recorded, recorded, { ...attached, MfaConfiguration: 'OFF' }]);
    expect(await attach(url)).toMatchObject({ code: 1, stderr: expect.stringContaining('MfaConfiguration') });
  });

  it('warns that the plan Lite has V1_0 only', async () => {
    const { url } = await startRecordedApi([{ ...recorded, UserPoolTier: 'LITE' }]);
    expect((await attach(url)).stderr).toContain('LITE');
  });
});
