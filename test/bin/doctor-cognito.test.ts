import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateUserPoolCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeExpiry } from '../../bin/doctor/check-tables.ts';
import { hooksConfigText } from '../support/all-hooks-config.ts';
import { type CognitoLocal, startCognitoLocal } from '../support/cognito-local.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { runClaims, tableEnvironment } from '../support/run-claims.ts';

const ours = 'arn:aws:lambda:eu-central-1:123456789012:function:custom-claims-prod-cognito-pre-token-generation:live';

describe('claims doctor --pool-id', () => {
  let cognito: CognitoLocal;
  let dynamodb: TestDynamoDB;
  let pool = '';
  beforeAll(async () => {
    [cognito, dynamodb] = await Promise.all([startCognitoLocal(), startTestDynamoDB()]);
    const { UserPool } = await cognito.client.send(new CreateUserPoolCommand({ PoolName: 'customers' }));
    pool = UserPool?.Id ?? '';
  });
  afterAll(async () => {
    await cognito?.stop();
    await dynamodb?.stop();
  });

  const doctor = async (trigger: { arn: string; version: 'V1_0' | 'V2_0' | 'V3_0' } | undefined, listed = pool) => {
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
          proof: { kind: 'user-pools', userPoolIds: [listed] },
          scopes: { from: 'granted' },
          groups: 'both',
          onFailure: 'deny',
          mode: 'enforce',
        },
      }),
    );
    const run = await runClaims(
      [
        'doctor',
        '--hooks',
        file,
        '--pool-id',
        pool,
        '--cognito-endpoint',
        cognito.endpoint,
        '--region',
        'eu-central-1',
      ],
      { env: { ...tableEnvironment(dynamodb), AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' } },
    );
    const { checks } = JSON.parse(run.stdout);
    return { code: run.code, ...checks.find(({ area }: { area: string }) => area === 'trigger') };
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
    expect(found.remedy).toContain(`claims attach cognito --pool-id ${pool} --version V2_0`);
  });

  it('finds that no instance lists the pool', async () => {
    const found = await doctor({ arn: ours, version: 'V2_0' }, 'eu-central-1_OTHER');
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
