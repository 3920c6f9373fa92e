import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { safeParse } from 'zod/v4/core';
import { probeRequest, probeSubject } from '../../bin/doctor/probe/probe-request.ts';
import claimsPolicy from '../../claims.config.ts';
import { hooks } from '../../functions/hooks.ts';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import type { HttpReply, TokenHook } from '../../lib/token-hook.ts';
import { listen, type RunningServer } from '../../local/listen.ts';
import { type LocalParameterStore, startParameterStore } from '../../local/parameter-store.ts';
import { allHookInstances, hooksConfigText } from '../support/all-hooks-config.ts';
import { startTestDynamoDB, type TestDynamoDB } from '../support/dynamodb.ts';
import { type Routes, startHookHttpServer } from '../support/hook-http-server.ts';
import { startJwksServer } from '../support/jwks-server.ts';
import { runClaims, tableEnvironment } from '../support/run-claims.ts';

const policy: ClaimsPolicy = claimsPolicy;
const path = '/custom-claims/test/hooks';
const registry: Readonly<Record<string, TokenHook>> = hooks;
type Instances = Readonly<Record<string, HookInstance>>;

const okta: HookInstance = {
  hook: 'okta/token-inline-hook',
  realm: 'main',
  proof: { kind: 'static-header', secret: 'people', header: 'Authorization' },
  scopes: { from: 'granted' },
  groups: 'directory',
  onFailure: 'issue',
  mode: 'enforce',
};
const auth0: HookInstance = {
  ...okta,
  hook: 'auth0/post-login',
  proof: { kind: 'standard-webhooks', secret: 'login' },
  scopes: { from: 'requested', entitled: {} },
};
const both: Instances = { login: auth0, people: okta };

const routeOf = (hook: string): string => {
  if (hook === 'generic/subject-claims') return 'GET /claims/{subject+}';
  return hook === 'generic/claims' ? 'POST /claims' : `POST /${hook}`;
};

/** The functions of these instances behind HTTP, with the secrets that they know. */
const serve = async (
  instances: Instances,
  secrets: Readonly<Record<string, readonly string[]>>,
  {
    reader = createMemoryAttributeStore(),
    policy: deployed = policy,
  }: { reader?: AttributeReader; policy?: ClaimsPolicy } = {},
): Promise<RunningServer> => {
  const routes: Record<string, Routes[string]> = {};
  for (const { hook } of Object.values(instances)) {
    if (hook.startsWith('cognito/')) continue;
    routes[routeOf(hook)] = await httpHookHandler({
      hook: registry[hook] as TokenHook<unknown, HttpReply>,
      policy: deployed,
      instances,
      overrides: { reader, secrets: staticSecrets(secrets), sources: [], write: () => undefined },
    });
  }
  return startHookHttpServer(routes);
};

type Found = {
  readonly area: string;
  readonly about: string;
  readonly state: string;
  readonly detail: string;
  readonly remedy?: string;
};

describe('claims doctor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  const secrets = { login: [`whsec_${Buffer.from('a'.repeat(32)).toString('base64')}`], people: ['b'.repeat(32)] };
  let dynamodb: TestDynamoDB;
  let parameters: LocalParameterStore;
  const running: RunningServer[] = [];
  beforeAll(async () => {
    dynamodb = await startTestDynamoDB();
    parameters = await startParameterStore();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()));
  });
  afterAll(async () => {
    await parameters?.close();
    await dynamodb?.stop();
  });

  const started = async (server: Promise<RunningServer>): Promise<string> => {
    const one = await server;
    running.push(one);
    return one.url;
  };
  const store = (known: Readonly<Record<string, readonly string[]>> = secrets): void => {
    for (const name of parameters.parameters.keys()) parameters.remove(name);
    for (const [name, [current]] of Object.entries(known))
      parameters.put(`${path}/${name}`, JSON.stringify({ current }));
  };
  const doctor = async (
    { instances = both, url }: { readonly instances?: Instances; readonly url?: string },
    ...args: readonly string[]
  ): Promise<{
    readonly code: number | null;
    readonly checks: readonly Found[];
    readonly problems: readonly Found[];
  }> => {
    const file = join(folder, `hooks-${crypto.randomUUID()}.mjs`);
    writeFileSync(file, hooksConfigText(instances));
    const run = await runClaims(['doctor', '--hooks', file, ...(url ? ['--url', url] : []), ...args], {
      env: { ...tableEnvironment(dynamodb), SECRETS_PATH: path, SSM_ENDPOINT: parameters.url },
    });
    expect(run.stderr).toBe('');
    for (const [value = ''] of Object.values(secrets)) expect(run.stdout).not.toContain(value);
    const { checks } = JSON.parse(run.stdout);
    return { code: run.code, checks, problems: checks.filter(({ state }: Found) => state === 'problem') };
  };

  it('finds nothing wrong where nothing is, and calls each hook signed and forged', async () => {
    store();
    const url = await started(serve(both, secrets));
    const { code, checks, problems } = await doctor({ url });
    expect(problems).toEqual([]);
    expect(code).toBe(0);
    expect(
      checks
        .filter(({ area }) => area === 'probe')
        .map(({ about, detail }) => `${about}: ${detail.replace(/ in \d+ ms/, '')}`),
    ).toEqual([
      'login: a signed call is answered (200)',
      'login: a forged call is refused (401)',
      'people: a signed call is answered (204)',
      'people: a forged call is refused (200)',
    ]);
    expect(checks.map(({ area }) => area)).toEqual(
      expect.arrayContaining(['policy', 'table', 'secret', 'url', 'clock']),
    );
  });

  it('probes every hook that there is', async () => {
    const keys = await startJwksServer();
    const given = await allHookInstances();
    const instances = Object.fromEntries(
      Object.entries(given).map(([name, instance]) => [
        name,
        instance.proof.kind === 'bearer-jwt'
          ? { ...instance, proof: { ...instance.proof, jwksUri: keys.uri } }
          : instance,
      ]),
    );
    const known: Record<string, readonly string[]> = Object.fromEntries(
      Object.entries(instances).flatMap(([, { proof }]) => ('secret' in proof ? [[proof.secret, secrets.login]] : [])),
    );
    store(known);
    const url = await started(serve(instances, known));
    const { checks, problems } = await doctor({ instances, url });
    await keys.close();
    expect(problems.filter(({ area }) => area !== 'policy')).toEqual([]);
    const forged = checks.filter(({ detail }) => detail.startsWith('a forged call is refused'));
    const overHttp = Object.values(instances).filter(({ proof }) => proof.kind !== 'user-pools');
    expect(forged).toHaveLength(overHttp.length);
  });

  it('names the table that is missing, and the index', async () => {
    store();
    const other = { attributes: 'elsewhere-attributes', changes: 'elsewhere-changes' };
    await dynamodb.client.send(
      new CreateTableCommand({
        TableName: other.changes,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    const { code, problems } = await doctor({}, '--table', other.attributes, '--changes-table', other.changes);
    await dynamodb.client.send(new DeleteTableCommand({ TableName: other.changes }));
    expect(code).toBe(1);
    expect(problems).toEqual([
      expect.objectContaining({ area: 'table', about: other.attributes, detail: 'there is no such table' }),
      expect.objectContaining({
        area: 'table',
        about: other.changes,
        detail: expect.stringContaining('its keys are pk HASH'),
      }),
    ]);
  });

  it('names the secrets that are missing or of no use, and the command that makes them', async () => {
    store({ people: [] });
    parameters.put(`${path}/login`, JSON.stringify({ current: 'no base64 at all!' }));
    const { problems } = await doctor({});
    expect(problems).toEqual([
      expect.objectContaining({ about: `${path}/login`, remedy: 'claims secret rotate --hook login' }),
      expect.objectContaining({ about: `${path}/people`, remedy: 'claims secret rotate --hook people' }),
    ]);
    parameters.remove(`${path}/people`);
    expect((await doctor({})).problems[1]?.detail).toContain('no such parameter');
  });

  it('tells that a function knows another secret', async () => {
    store();
    const url = await started(serve(both, { ...secrets, people: ['c'.repeat(32)] }));
    const { code, problems } = await doctor({ url });
    expect(code).toBe(1);
    expect(problems).toEqual([
      expect.objectContaining({ area: 'probe', about: 'people', detail: expect.stringContaining('knows another one') }),
    ]);
  });

  it('tells that a function answers degraded, or fails', async () => {
    store();
    const reader = { ...createMemoryAttributeStore(), load: () => Promise.reject(new Error('down')) };
    const instances: Instances = { ...both, login: { ...auth0, onFailure: 'deny' } };
    const url = await started(serve(instances, secrets, { reader }));
    const { problems } = await doctor({ instances, url });
    expect(problems.map(({ about, detail }) => [about, detail])).toEqual([
      ['login', 'it cannot decide, and answers by its failure policy (200)'],
      ['people', 'it cannot decide, and answers by its failure policy (200)'],
    ]);
    expect(problems[0]?.remedy).toMatch(/correlation id [0-9a-f-]{36}/);
  });

  it('takes another build of the same policy for the same, and another policy for another', async () => {
    store();
    const { tenant_id, department } = policy.claims;
    if (!tenant_id?.value || !department) throw new Error('claims.config.ts has changed');
    const { value } = tenant_id;
    const build = {
      ...policy,
      claims: { ...policy.claims, tenant_id: { ...tenant_id, value: (input) => value(input) } },
    } satisfies ClaimsPolicy;
    expect((await doctor({ url: await started(serve(both, secrets, { policy: build })) })).problems).toEqual([]);

    const other = { ...policy, claims: { ...policy.claims, department: { ...department, default: 'none' } } };
    expect((await doctor({ url: await started(serve(both, secrets, { policy: other })) })).problems).toEqual([
      expect.objectContaining({ about: 'login', detail: expect.stringContaining('otherwise') }),
      expect.objectContaining({ about: 'people', detail: expect.stringContaining('otherwise') }),
    ]);
  });

  it('tells that callers are not checked', async () => {
    store();
    const honest = await started(serve(both, secrets));
    const open = createServer(async (request, response) => {
      // Signs for everybody: whatever the header was, the right one goes on.
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = await fetch(`${honest}${request.url}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': 'application/json', authorization: secrets.people[0] ?? '' },
        ...(request.method === 'POST' && { body: Buffer.concat(chunks) }),
      });
      response.writeHead(answer.status).end(await answer.text());
    });
    const url = await started(listen(open, 0));
    const { problems } = await doctor({ instances: { people: okta }, url });
    expect(problems).toEqual([
      expect.objectContaining({ about: 'people', detail: 'a forged call is answered as if it were signed' }),
    ]);
  });

  it('tells that a hook is not deployed, that nothing answers, and that a clock is wrong', async () => {
    store();
    const url = await started(serve({ login: auth0 }, secrets));
    expect((await doctor({ url })).problems).toEqual([
      expect.objectContaining({ about: 'people', detail: expect.stringContaining('no such route') }),
    ]);
    const gone = await listen(createServer(), 0);
    await gone.close();
    const none = await doctor({ url: gone.url });
    expect(none.problems).toEqual([
      expect.objectContaining({ area: 'url', detail: expect.stringContaining('ECONNREFUSED') }),
    ]);

    const late = createServer((_request, response) => {
      response
        .setHeader('date', new Date(Date.now() - 120_000).toUTCString())
        .writeHead(404)
        .end();
    });
    const { problems } = await doctor({ url: await started(listen(late, 0)) }, '--hook', 'people');
    expect(problems[0]).toMatchObject({ area: 'clock', detail: expect.stringMatching(/1(19|20|21) s behind/) });
  });

  it('says what observe mode keeps it from seeing', async () => {
    store();
    const instances: Instances = { people: { ...okta, mode: 'observe' } };
    const { checks, problems } = await doctor({ instances, url: await started(serve(instances, secrets)) });
    expect(problems).toEqual([]);
    expect(checks).toContainEqual(
      expect.objectContaining({ state: 'skipped', detail: expect.stringContaining('forged calls: in observe') }),
    );
  });

  it('tells it to people, with what to do', async () => {
    store({});
    const file = join(folder, 'hooks.mjs');
    writeFileSync(file, hooksConfigText(both));
    const run = await runClaims(['doctor', '--hooks', file, '--no-json'], {
      env: { ...tableEnvironment(dynamodb), SECRETS_PATH: path, SSM_ENDPOINT: parameters.url },
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('what to do: claims secret rotate --hook login');
    expect(run.stdout).toContain('checks found something wrong');
  });

  it('says that it needs to know which environment', async () => {
    const run = await runClaims(['doctor'], { env: { ATTRIBUTES_TABLE: '', DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' } });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('--table');
  });
});

describe('the probe', () => {
  it.each(Object.values(registry).filter(({ idp }) => idp !== 'cognito'))(
    'is an event of $name, about nobody',
    (hook) => {
      const request = probeRequest(hook.name);
      const parsed = safeParse(hook.event, request?.event);
      expect(parsed.success).toBe(true);
      const { subject } = hook.toTokenRequest(parsed.data, {});
      expect(subject.id).toBe(probeSubject);
    },
  );
});
