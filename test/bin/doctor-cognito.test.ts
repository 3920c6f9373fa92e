import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateUserPoolCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { judgeExpiry } from '../../bin/doctor/check-tables.ts';
import type { RunningServer } from '../../local/listen.ts';
import { hooksConfigText } from '../support/all-hooks-config.ts';
import { type CognitoLocal, startCognitoLocal } from '../support/cognito-local.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { policyForPool, startLambdaApi } from '../support/lambda-api.ts';
import { runClaims, tableEnvironment } from '../support/run-claims.ts';

const ours = 'arn:aws:lambda:eu-central-1:123456789012:function:custom-claims-prod-cognito-pre-token-generation:live';

describe('claims doctor about user pools', () => {
  let cognito: CognitoLocal;
  let dynamodb: TestDynamoDB;
  let lambda: RunningServer;
  let pool = '';
  let poolArn = '';
  const functions = new Map<string, object | undefined>();
  beforeAll(async () => {
    [cognito, dynamodb, lambda] = await Promise.all([
      startCognitoLocal(),
      startTestDynamoDB(),
      startLambdaApi(functions),
    ]);
    const { UserPool } = await cognito.client.send(new CreateUserPoolCommand({ PoolName: 'customers' }));
    pool = UserPool?.Id ?? '';
    poolArn = UserPool?.Arn ?? '';
  });
  beforeEach(() => {
    functions.clear();
    functions.set(ours, policyForPool(poolArn));
  });
  afterAll(async () => {
    await lambda?.close();
    await cognito?.stop();
    await dynamodb?.stop();
  });

  const doctor = async (
    trigger: { arn: string; version: 'V1_0' | 'V2_0' | 'V3_0' } | undefined,
    listed: readonly string[] = [pool],
    flags: readonly string[] = ['--pool-id', pool, '--cognito-endpoint', cognito.endpoint],
    env: Readonly<Record<string, string>> = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
  ) => {
    await cognito.client.send(
      new UpdateUserPoolCommand({
        UserPoolId: pool,
        LambdaConfig: trigger
          ? { PreTokenGenerationConfig: { LambdaArn: trigger.arn, LambdaVersion: trigger.version } }
          : {},
      }),
    );
    const file = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'hooks.mjs');
    writeFileSync(
      file,
      hooksConfigText({
        customers: {
          hook: 'cognito/pre-token-generation-v2',
          realm: 'customers',
          proof: { kind: 'user-pools', userPoolIds: listed },
          scopes: { from: 'granted' },
          groups: 'both',
          onFailure: 'deny',
          mode: 'enforce',
        },
      }),
    );
    const run = await runClaims(
      ['doctor', '--hooks', file, ...flags, '--lambda-endpoint', lambda.url, '--region', 'eu-central-1'],
      { env: { ...tableEnvironment(dynamodb), ...env } },
    );
    const { checks } = JSON.parse(run.stdout);
    const triggers = checks.filter(({ area }: { area: string }) => area === 'trigger');
    return { code: run.code, triggers, ...triggers.at(-1) };
  };

  it('is content where the pool calls our function with the version of its instance', async () => {
    expect(await doctor({ arn: ours, version: 'V2_0' })).toMatchObject({ code: 0, state: 'ok' });
  });

  it.each([
    ['no trigger', undefined, 'calls no function'],
    ['another version', { arn: ours, version: 'V3_0' } as const, 'V3_0, and customers is configured for V2_0'],
    [
      'another function',
      { arn: ours.replace('custom-claims-prod-cognito-pre-token-generation', 'mine'), version: 'V2_0' } as const,
      'function:mine',
    ],
  ])('finds %s, and says how to attach ours', async (_what, trigger, detail) => {
    const found = await doctor(trigger);
    expect(found).toMatchObject({ code: 1, state: 'problem', detail: expect.stringContaining(detail) });
    expect(found.remedy).toContain(`claims attach cognito --pool-id ${pool} --version V2_0 --stage <stage>`);
  });

  it('finds the function of another stage, and attaches the one that was named', async () => {
    const tables = ['--endpoint', dynamodb.endpoint, '--table', dynamodb.tables.attributes];
    const flags = [
      ...['--pool-id', pool, '--cognito-endpoint', cognito.endpoint],
      ...['--stage', 'test', ...tables, '--changes-table', dynamodb.tables.changes],
    ];
    const found = await doctor({ arn: ours, version: 'V2_0' }, [pool], flags);
    expect(found).toMatchObject({ code: 1, detail: expect.stringContaining('another function') });
    expect(found.remedy).toContain('--stage test');
  });

  it.each([
    ['is not there', () => functions.clear(), 'there is no function'],
    ['lets nobody call it', () => functions.set(ours, undefined), 'does not let this pool call it'],
  ])('finds a function that %s', async (_what, change, detail) => {
    change();
    expect(await doctor({ arn: ours, version: 'V2_0' })).toMatchObject({
      code: 1,
      state: 'problem',
      detail: expect.stringContaining(detail),
    });
  });

  it('looks at every pool that hooks.config.ts lists', async () => {
    const { UserPool: { Id: second = '' } = {} } = await cognito.client.send(
      new CreateUserPoolCommand({ PoolName: 'staff' }),
    );
    const flags = ['--cognito-endpoint', cognito.endpoint];
    const { code, triggers } = await doctor({ arn: ours, version: 'V2_0' }, [pool, second], flags);
    expect({ code, triggers }).toMatchObject({
      code: 1,
      triggers: [
        { about: pool, state: 'ok' },
        { about: second, state: 'problem', detail: expect.stringContaining('calls no function') },
      ],
    });
  });

  it('says of each that it was skipped, on the local world and without AWS credentials', async () => {
    const triggers = [{ about: pool, state: 'skipped' }];
    expect(await doctor(undefined, [pool], [])).toMatchObject({ code: 0, triggers });
    const env = { HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };
    expect(await doctor(undefined, [pool], ['--cognito-endpoint', cognito.endpoint], env)).toMatchObject({
      code: 0,
      triggers,
      detail: expect.stringContaining('AWS_PROFILE'),
    });
  });

  it('is not on the local world where a stage is named, whatever is left in the environment', async () => {
    const env = { HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };
    const found = await doctor(undefined, [pool], ['--stage', 'test'], env);
    expect(found).toMatchObject({ about: pool, detail: expect.stringContaining('AWS_PROFILE') });
  });

  it('finds that no instance lists the pool', async () => {
    const found = await doctor({ arn: ours, version: 'V2_0' }, ['eu-central-1_OTHER']);
    expect(found).toMatchObject({ code: 1, detail: expect.stringContaining('no hook instance lists') });
  });
});

describe('the expiry of changes', () => {
  it.each([
    [{ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' } as const, 'ok'],
    [{ TimeToLiveStatus: 'ENABLED', AttributeName: 'other' } as const, 'problem'],
    [{ TimeToLiveStatus: 'DISABLED' } as const, 'problem'],
    [undefined, 'problem'],
  ])('%o is %s', (found, state) => {
    expect(judgeExpiry('changes', found)).toMatchObject({ state });
  });
});
