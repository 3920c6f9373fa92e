import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installRuntimeClient, type LambdaProcess, startLambdaProcess } from '../../bench/lambda-process.ts';
import type { InvocationResult } from '../../bench/runtime-api.ts';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import { type LocalParameterStore, startParameterStore } from '../../local/parameter-store.ts';
import { hooksConfigText } from '../support/all-hooks-config.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import type { Answer, HookCaller, HookFixture, Outcome } from '../support/hook-fixture.ts';
import { createHookHarness } from '../support/hook-harness.ts';
import { hookFixtures } from '../support/hooks/index.ts';
import { type PackagedService, packageService } from '../support/packaged-service.ts';
import { type Vector, vectorRequest } from '../support/vector.ts';
import { vectors } from '../vectors/index.ts';
import { policies } from '../vectors/policies.ts';

const invocations = 1000;
const secretsPath = '/custom-claims/packaged/hooks';

/** One way to call each function; where a hook has variants, the first. */
const fixtures = [...new Map([...hookFixtures].reverse().map((fixture) => [fixture.hook.name, fixture])).values()];

/** The policy and the instances are built in: the vectors that ask for others are for the sources alone. */
const packagedVectors = vectors.filter(
  ({ policy = 'shop', instance, sources, limits, freshness }) =>
    policy === 'shop' && !instance && !sources && !limits && !freshness,
);

const functionNameOf = (hook: string): string =>
  hook.startsWith('cognito/') ? 'cognito-pre-token-generation' : hook.replaceAll('/', '-');

const instanceName = (hook: string): string => hook.replaceAll('/', '-');

const toAnswer = (result: InvocationResult, http: boolean): Answer => {
  if (result.outcome === 'threw') return { kind: 'thrown', message: result.errorMessage };
  if (!http) return { kind: 'event', event: result.payload };
  const { statusCode, headers = {}, body = '' } = Object(result.payload);
  return { kind: 'http', status: statusCode, headers, body };
};

describe('the packaged functions', () => {
  const callers = new Map<string, HookCaller>();
  const report: Record<string, unknown>[] = [];
  let service: PackagedService;
  let database: TestDynamoDB;
  let parameters: LocalParameterStore;

  const instanceOf = ({ hook, settings }: HookFixture, caller: HookCaller): HookInstance => ({
    hook: hook.name,
    realm: 'main',
    // Every instance has a secret of its own name.
    proof: 'secret' in caller.proof ? { ...caller.proof, secret: instanceName(hook.name) } : caller.proof,
    scopes: { from: 'granted' },
    groups: 'both',
    onFailure: 'deny',
    mode: 'enforce',
    idpAttributes: ['app_metadata.plan'],
    // One user pool sends every version of Cognito's event, so one instance answers them.
    ...(hook.idp === 'cognito' ? {} : settings),
  });

  beforeAll(async () => {
    await installRuntimeClient();
    for (const fixture of fixtures) callers.set(fixture.hook.name, await fixture.caller());
    const secrets = [...callers].flatMap(([hook, { secrets }]) =>
      Object.values(secrets).map((secret) => [`${secretsPath}/${instanceName(hook)}`, JSON.stringify(secret)] as const),
    );
    database = await startTestDynamoDB();
    parameters = await startParameterStore({ parameters: Object.fromEntries(secrets) });
    const instances = fixtures.map((fixture) => {
      const caller = callers.get(fixture.hook.name);
      if (!caller) throw new Error(`no caller for ${fixture.hook.name}`);
      return [instanceName(fixture.hook.name), instanceOf(fixture, caller)] as const;
    });
    const once = instances.filter(([name]) => !/pre-token-generation-v[12]$/.test(name));
    const policyFile = join(import.meta.dirname, '../vectors/policies.ts');
    service = await packageService({
      stage: 'packaged',
      params: { coldStarts: 'allow', admin: 'false' },
      hooksConfig: hooksConfigText(Object.fromEntries(once)),
      edit: {
        file: 'claims.config.ts',
        change: () => `import { policies } from ${JSON.stringify(policyFile)};\nexport default policies.shop;\n`,
      },
    });
  });
  afterAll(async () => {
    if (report.length > 0) {
      const folder = join(import.meta.dirname, '../../reports');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'packaged-functions.json'), `${JSON.stringify(report, undefined, 2)}\n`);
      console.table(report);
    }
    for (const { close } of callers.values()) await close?.();
    await parameters?.close();
    await database?.stop();
    await service?.remove();
  });

  const start = async (functionName: string): Promise<LambdaProcess> => {
    const zip = join(service.directory, 'package', `${functionName}.zip`);
    const directory = join(service.directory, 'unpacked', functionName);
    mkdirSync(directory, { recursive: true });
    execFileSync('unzip', ['-qo', zip, '-d', directory]);
    const resource = Object.values(service.template.Resources).find(
      ({ Properties }) => Properties['FunctionName'] === `custom-claims-packaged-${functionName}`,
    );
    return startLambdaProcess({
      directory,
      handler: String(resource?.Properties['Handler']),
      environment: {
        STAGE: 'packaged',
        ATTRIBUTES_TABLE: database.tables.attributes,
        DYNAMODB_ENDPOINT: database.endpoint,
        GROUP_CACHE_SECONDS: '0',
        SECRETS_PATH: secretsPath,
        SSM_ENDPOINT: parameters.url,
      },
    });
  };

  const emptyTable = async (): Promise<void> => {
    const table = { TableName: database.tables.attributes };
    const { Items = [] } = await database.client.send(new ScanCommand({ ...table, ProjectionExpression: 'pk' }));
    await Promise.all(
      Items.map(({ pk }) => database.client.send(new DeleteItemCommand({ ...table, Key: { pk: pk ?? { S: '' } } }))),
    );
  };

  const fillTable = async ({ items = [] }: Vector): Promise<void> => {
    await emptyTable();
    const store = createDynamoDBAttributeStore({
      table: database.tables.attributes,
      changesTable: database.tables.changes,
      endpoint: database.endpoint,
      region: 'local',
    });
    for (const { key, content, deleted, revoked = 0 } of items) {
      let { version } = await store.put(key, { attributes: {}, ...content }, { by: 'test', expectedVersion: 0 });
      for (let count = 0; count < revoked; count += 1) {
        ({ version } = await store.revoke(key, { by: 'test', expectedVersion: version }));
      }
      if (deleted) await store.delete(key, { by: 'test', expectedVersion: version });
    }
    store.close();
  };

  it.each(fixtures.map((fixture) => [fixture.hook.name, fixture] as const))(
    '%s says what the sources say, a thousand times',
    async (name, fixture) => {
      const caller = callers.get(name);
      if (!caller) throw new Error(`no caller for ${name}`);
      const { proof: _proof, ...instance } = instanceOf(fixture, caller);
      const http = caller.proof.kind !== 'user-pools';
      const running = await start(functionNameOf(name));
      const ask = async (event: unknown): Promise<{ readonly outcome: Outcome; readonly milliseconds: number }> => {
        const result = await running.invoke(await caller.call(event));
        return { outcome: fixture.idp(event, toAnswer(result, http)), milliseconds: result.milliseconds };
      };
      const asked: { readonly event: unknown; readonly outcome: Outcome }[] = [];
      try {
        const firstMs: number[] = [];
        for (const vector of packagedVectors) {
          const sketch = { ...vectorRequest(vector.request), ...vector.request };
          // A hook of refreshes alone is asked the same at a refresh.
          const event = fixture.event(sketch) ?? fixture.event({ ...sketch, grantType: 'refresh_token' });
          if (event === undefined) continue;
          await fillTable(vector);
          const reader = createDynamoDBAttributeStore({
            table: database.tables.attributes,
            changesTable: database.tables.changes,
            endpoint: database.endpoint,
            region: 'local',
            groupCacheSeconds: 0,
          });
          const sources = await createHookHarness(fixture, { policy: policies.shop, reader, caller, instance });
          const expected = await sources.send(event);
          const packaged = await ask(event);
          firstMs.push(packaged.milliseconds);
          expect.soft(withoutReferences(packaged.outcome), vector.title).toEqual(withoutReferences(expected.outcome));
          asked.push({ event, outcome: packaged.outcome });
          reader.close();
        }
        // Auth0's hook for machines takes the fewest.
        expect(asked.length).toBeGreaterThanOrEqual(7);

        const last = asked.at(-1);
        const before = await running.memory();
        const times: number[] = [];
        for (let count = asked.length; count < invocations; count += 1) {
          const { outcome, milliseconds } = await ask(last?.event);
          expect(withoutReferences(outcome)).toEqual(withoutReferences(last?.outcome));
          times.push(milliseconds);
        }
        times.sort((one, other) => one - other);
        const at = (share: number): number => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
        report.push({
          hook: name,
          vectors: asked.length,
          invocations,
          'init ms': Math.round(running.initMs),
          'first call ms': Math.round(firstMs[0] ?? 0),
          'p50 ms': at(0.5),
          'p99 ms': at(0.99),
          'MB after vectors': Math.round(before),
          'MB at the end': Math.round(await running.memory()),
        });
        expect(running.log.filter((line) => /Unhandled|unhandledRejection/.test(line))).toEqual([]);
      } finally {
        await running.stop();
      }
    },
  );
});

/** Denials name the call that they answer. */
const withoutReferences = (outcome: Outcome | undefined): unknown =>
  JSON.parse(JSON.stringify(outcome ?? null).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'reference'));
