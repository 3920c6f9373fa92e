import { randomBytes } from 'node:crypto';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import type { AttributeSourceConfig } from '../../lib/sources/source-config.ts';
import { type LocalParameterStore, startParameterStore } from '../../local/parameter-store.ts';
import { startTestDynamoDB } from '../support/dynamodb.ts';
import { namespace, plainInstance, policy, signWebhook } from '../support/hook-world.ts';
import { httpApiEvent } from '../support/http-api-event.ts';
import { lambdaContext } from '../support/lambda-context.ts';
import { plainHook } from '../support/plain-hook.ts';

const path = '/custom-claims/test/hooks';
const createSecret = () => randomBytes(32).toString('base64');
const secret = createSecret();

let dynamodb: Awaited<ReturnType<typeof startTestDynamoDB>>;
let parameterStore: LocalParameterStore;
beforeAll(async () => {
  dynamodb = await startTestDynamoDB();
});
afterAll(() => dynamodb.stop());
afterEach(async () => {
  vi.unstubAllEnvs();
  await parameterStore?.close().catch(() => undefined);
});

type Start = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly instance?: Partial<HookInstance>;
  readonly policy?: ClaimsPolicy;
  readonly sources?: readonly AttributeSourceConfig[];
};

/** A function as Lambda starts it: everything from environment variables. */
const start = async (options: Start = {}) => {
  parameterStore = await startParameterStore({
    parameters: options.parameters ?? { [`${path}/plain`]: JSON.stringify({ current: secret }) },
  });
  const environment = {
    ATTRIBUTES_TABLE: dynamodb.tables.attributes,
    DYNAMODB_ENDPOINT: dynamodb.endpoint,
    SECRETS_PATH: path,
    SSM_ENDPOINT: parameterStore.url,
    STAGE: 'test',
    ...options.environment,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const lines: string[] = [];
  let now = Date.now();
  const handler = await httpHookHandler({
    hook: plainHook(),
    policy: options.policy ?? policy,
    instances: { plain: { ...plainInstance, ...options.instance } },
    sources: options.sources ?? [],
    overrides: { write: (line) => lines.push(line), now: () => now },
  });
  return {
    call: async (event: object, signedWith = secret) => {
      const body = JSON.stringify(event);
      const headers = signWebhook(body, { secret: signedWith, at: now });
      const response = await handler(httpApiEvent({ path: '/plain', headers, body }), lambdaContext());
      return { status: response.statusCode, body: JSON.parse(response.body ?? 'null') };
    },
    records: () => lines.map((line) => JSON.parse(line)),
    reads: () => parameterStore.calls.get('GetParameters') ?? 0,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};

const unknown = { subject: 'nobody', granted: ['level'] };
const defaults = { issue: { [`${namespace}level`]: 'none' } };

describe('a function that is started from its environment', () => {
  it('answers from the table, with the secret of Parameter Store, read once', async () => {
    const { call, records, reads } = await start();
    expect(await call(unknown)).toMatchObject({ status: 200, body: defaults });
    await call(unknown);
    expect(reads()).toBe(1);
    expect(records()[0]).toMatchObject({ stage: 'test', RoundTrips: 1, outcome: 'issue' });
  });

  it('takes a rotated secret without a deployment, and the one before it for as long as it is kept', async () => {
    const { call, pass, reads } = await start();
    const rotated = createSecret();
    const put = (value: object) => parameterStore.put(`${path}/plain`, JSON.stringify(value));
    put({ current: rotated, previous: secret });
    pass(30_000);
    expect([(await call(unknown, rotated)).status, (await call(unknown, secret)).status]).toEqual([200, 200]);
    put({ current: rotated });
    pass(30_000);
    expect((await call(unknown, createSecret())).status).toBe(401);
    expect((await call(unknown, secret)).status).toBe(401);
    expect(reads()).toBe(3);
  });

  it('creates unknown subjects where the policy says so', async () => {
    const { call, records } = await start({ policy: { ...policy, unknownSubject: 'create' } });
    expect(await call({ subject: 'new', granted: ['level'] })).toMatchObject({ status: 200, body: defaults });
    const Key = { pk: { S: 'user#main#new' } };
    const reading = new GetItemCommand({ TableName: dynamodb.tables.attributes, Key });
    const { Item: item } = await dynamodb.client.send(reading);
    expect(item?.['version']).toEqual({ N: '1' });
    expect(records()[0].create_error).toBeUndefined();
  });

  it('asks its additional sources', async () => {
    const source: AttributeSourceConfig = { kind: 'script', name: 'crm', load: () => ({ role: 'from the source' }) };
    const { call } = await start({
      policy: { ...policy, precedence: ['source:crm'] },
      sources: [source],
    });
    expect((await call(unknown)).body.issue).toMatchObject({ [`${namespace}role`]: 'from the source' });
  });
});

describe('a function that is not set up right', () => {
  const faults: readonly (readonly [string, Start, string, RegExp])[] = [
    ['no table', { environment: { ATTRIBUTES_TABLE: '' } }, 'invalid_configuration', /ATTRIBUTES_TABLE/],
    ['no path of secrets', { environment: { SECRETS_PATH: '' } }, 'missing_secret', /SECRETS_PATH/],
    ['a secret that is missing', { parameters: {} }, 'missing_secret', /\/custom-claims\/test\/hooks\/plain/],
    [
      'a secret that is none',
      { parameters: { [`${path}/plain`]: '{"current":"no base64!"}' } },
      'invalid_configuration',
      /"plain"/,
    ],
    [
      'a wrong number of seconds',
      { environment: { GROUP_CACHE_SECONDS: 'five' } },
      'invalid_configuration',
      /GROUP_CACHE_SECONDS/,
    ],
    ['too old answers', { environment: { LAST_KNOWN_GOOD_SECONDS: '301' } }, 'invalid_configuration', /300/],
    [
      'a table that is not there',
      { environment: { ATTRIBUTES_TABLE: 'no-such-table' } },
      'attribute_store_unavailable',
      /BatchGetItem/,
    ],
    [
      'a source with a bad name',
      { sources: [{ kind: 'script', name: 'Bad Name', load: () => ({}) }] },
      'invalid_configuration',
      /Bad Name/,
    ],
    [
      'a proof that cannot be given over HTTP',
      { instance: { proof: { kind: 'user-pools', userPoolIds: ['p'] } } },
      'invalid_configuration',
      /user-pools/,
    ],
  ];

  it.each(faults)(
    'starts all the same, and every call meets the failure policy and names the fault: %s',
    async (_title, options, code, message) => {
      const { call, records } = await start(options);
      expect((await call(unknown)).body).toMatchObject({ deny: 'failure' });
      expect((await call(unknown)).body).toMatchObject({ deny: 'failure' });
      for (const record of records()) {
        expect(record).toMatchObject({ outcome: 'fail', level: 'ERROR', error: { code } });
        expect(record.error.message).toMatch(message);
      }
    },
  );

  it('issues without our claims where the instance says so', async () => {
    const { call } = await start({ environment: { ATTRIBUTES_TABLE: '' }, instance: { onFailure: 'issue' } });
    expect((await call(unknown)).body).toMatchObject({ issue: { [`${namespace}claims_status`]: 'degraded' } });
  });

  it('does not tell a caller what is wrong', async () => {
    const { call } = await start({ environment: { ATTRIBUTES_TABLE: '' } });
    expect(JSON.stringify((await call(unknown)).body)).not.toContain('ATTRIBUTES_TABLE');
  });
});
