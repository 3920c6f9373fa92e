import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { admitsUserPool } from '../../bin/cognito/resource-policy.ts';
import { listen, type RunningServer } from '../../local/listen.ts';
import { hooksConfigText } from '../support/all-hooks-config.ts';
import { type CognitoLocal, startCognitoLocal } from '../support/cognito-local.ts';
import { policyForPool, startLambdaApi } from '../support/lambda-api.ts';
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

/** A hooks.config.ts whose one instance lists these pools. */
const hooksFile = (userPoolIds: readonly string[], version = 'v3'): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'attach-')), 'hooks.mjs');
  writeFileSync(
    file,
    hooksConfigText({
      customers: {
        hook: `cognito/pre-token-generation-${version}`,
        realm: 'customers',
        proof: { kind: 'user-pools', userPoolIds },
        scopes: { from: 'granted' },
        groups: 'both',
        onFailure: 'deny',
        mode: 'enforce',
      },
    }),
  );
  return file;
};

const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** cognito-local resets what an update does not send, as Cognito does. */
describe('claims attach and detach cognito', () => {
  let cognito: CognitoLocal;
  let lambda: RunningServer;
  let poolId = '';
  const functions = new Map<string, object | undefined>();
  beforeAll(async () => {
    [cognito, lambda] = await Promise.all([startCognitoLocal(), startLambdaApi(functions)]);
  });
  afterAll(async () => {
    await cognito?.stop();
    await lambda?.close();
  });
  beforeEach(async () => {
    const { UserPool } = await cognito.client.send(new CreateUserPoolCommand(settings));
    poolId = UserPool?.Id ?? '';
    functions.set(deployed, policyForPool(UserPool?.Arn ?? ''));
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
    claims(
      'attach',
      'cognito',
      ...['--function-arn', deployed, '--lambda-endpoint', lambda.url, '--hooks', hooksFile([poolId]), '--yes'],
      ...parameters,
    );

  it.each(['V1_0', 'V2_0', 'V3_0'])('sets the trigger with %s and leaves every other setting', async (version) => {
    const before = await describePool();
    const hooks = hooksFile([poolId], version.slice(0, 2).toLowerCase());
    const { code, stderr, stdout } = await attach('--hooks', hooks);
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
    const hooks = ['--hooks', hooksFile([poolId]), '--lambda-endpoint', lambda.url];
    const { code, stderr } = await claims('attach', 'cognito', '--function-arn', deployed, ...hooks);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(await describePool()).toEqual(before);
  });

  it.each(['attach', 'detach'])('%s takes no stage for granted', async (command) => {
    const before = await describePool();
    const { code, stderr } = await claims(command, 'cognito', '--yes');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--stage prod') });
    expect(await describePool()).toEqual(before);
  });

  it('attaches no pool that no instance lists, unless that is forced', async () => {
    const before = await describePool();
    const hooks = ['--hooks', hooksFile(['eu-central-1_OTHER'])];
    expect(await attach(...hooks)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/no hook instance lists .*userPoolIds.*--force/s),
    });
    expect(await describePool()).toEqual(before);
    expect(await attach(...hooks, '--force')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/by --force, although:\n- no hook instance/),
    });
    expect((await describePool()).LambdaConfig).toMatchObject({ PreTokenGenerationConfig: { LambdaArn: deployed } });
  });

  it('attaches no other version than the one that the instance is configured for', async () => {
    expect(await attach('--version', 'V1_0')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('customers is configured for V3_0 and not V1_0'),
    });
  });

  it('attaches no function that does not exist', async () => {
    functions.clear();
    expect(await attach()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`there is no function ${deployed}`),
    });
  });

  it.each([
    ['has no resource policy', () => undefined],
    ['lets another pool call', () => policyForPool('arn:aws:cognito-idp:eu-central-1:123456789012:userpool/other')],
  ])('attaches no function that %s', async (_what, policy) => {
    functions.set(deployed, policy());
    expect(await attach()).toMatchObject({ code: 1, stderr: expect.stringContaining('does not let this pool call') });
  });

  it('attaches no function that Lambda does not tell of, and names the permissions', async () => {
    const refusing = await startLambdaApi(functions, 403);
    onTestFinished(refusing.close);
    expect(await attach('--lambda-endpoint', refusing.url)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/AccessDeniedException.*lambda:GetPolicy/),
    });
  });

  it('says which pool there is not', async () => {
    const stage = ['--stage', 'prod', '--endpoint', cognito.endpoint, '--hooks', hooksFile([])];
    const { code, stderr } = await runClaims(['attach', 'cognito', '--pool-id', 'eu-central-1_None', ...stage], {
      env: credentials,
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'claims: there is no user pool "eu-central-1_None" in eu-central-1; --region chooses another\n',
    });
  });

  it('says in one line that there are no AWS credentials', async () => {
    const { code, stderr } = await runClaims(
      ['attach', 'cognito', '--pool-id', poolId, '--stage', 'prod', '--region', 'eu-central-1'],
      { env: { HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' } },
    );
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('AWS_PROFILE') });
    expect(stderr.trim().split('\n')).toHaveLength(1);
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
  let lambda: RunningServer;
  beforeAll(async () => {
    lambda = await startLambdaApi(new Map([[deployed, policyForPool(recorded.Arn)]]));
  });
  afterAll(() => lambda?.close());

  const attach = (url: string, ...parameters: readonly string[]) =>
    runClaims(
      [
        ...['attach', 'cognito', '--pool-id', recorded.Id, '--stage', 'prod', '--endpoint', url, '--yes'],
        ...['--lambda-endpoint', lambda.url, '--hooks', hooksFile([recorded.Id])],
        ...parameters,
      ],
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

  it('gives a pool on the plan Lite no version but V1_0, unless that is forced', async () => {
    const lite = { ...recorded, UserPoolTier: 'LITE' };
    const { url, sent } = await startRecordedApi([lite]);
    expect(await attach(url)).toMatchObject({ code: 1, stderr: expect.stringContaining('LITE') });
    expect(sent.map(({ operation }) => operation)).not.toContain('UpdateUserPool');
    expect(await attach(url, '--hooks', hooksFile([recorded.Id], 'v1'))).toMatchObject({ code: 0 });
    expect(await attach(url, '--force')).toMatchObject({ code: 0, stderr: expect.stringContaining('although') });
  });
});

describe('a resource policy', () => {
  const pool = recorded.Arn;
  const statement = { Effect: 'Allow', Principal: { Service: 'cognito-idp.amazonaws.com' }, Action: 'lambda:*' };
  it.each([
    ['of our stack', policyForPool(pool), true],
    [
      'for every pool of the account',
      { Statement: [{ ...statement, Condition: arnLike(pool.replace(/_\w+$/, '*')) }] },
      true,
    ],
    ['without a condition', { Statement: [statement] }, true],
    ['for another pool', { Statement: [{ ...statement, Condition: arnLike(`${pool}x`) }] }, false],
    [
      'whose dots are no wildcards',
      { Statement: [{ ...statement, Condition: arnLike(pool.replaceAll('-', '.')) }] },
      false,
    ],
    ['for another account', { Statement: [{ ...statement, Condition: account('1') }] }, false],
    ['for API Gateway', { Statement: [{ ...statement, Principal: { Service: 'apigateway.amazonaws.com' } }] }, false],
    ['for another action', { Statement: [{ ...statement, Action: 'lambda:GetFunction' }] }, false],
    ['that denies', { Statement: [{ ...statement, Effect: 'Deny' }] }, false],
    [
      'with a condition unheard of',
      { Statement: [{ ...statement, Condition: { Bool: { 'aws:Other': 'true' } } }] },
      false,
    ],
  ])('%s admits the pool: %s', (_what, policy, admits) => {
    expect(admitsUserPool(JSON.stringify(policy), pool)).toBe(admits);
  });
});

function arnLike(pattern: string): object {
  return { ArnLike: { 'AWS:SourceArn': pattern } };
}
function account(id: string): object {
  return { StringEquals: { 'aws:SourceAccount': [id] } };
}
