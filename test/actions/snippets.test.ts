import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { genericClaims } from '../../functions/generic/claims.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { staticSecrets } from '../../lib/secrets/static-secrets.ts';
import type { RunningServer } from '../../local/listen.ts';
import { startHookHttpServer } from '../support/hook-http-server.ts';
import { client, group, storeOf, user } from '../support/vector.ts';
import { policies } from '../vectors/policies.ts';

const key = randomBytes(24).toString('base64url');
const statusClaim = 'https://c.example/claims_status';
const role = 'https://c.example/user_role';
const blocked = 'Your access is suspended.';
let hook: RunningServer;

beforeAll(async () => {
  const claims = await httpHookHandler({
    hook: genericClaims,
    policy: { ...policies.shop, messages: { blocked } },
    instances: {
      snippets: {
        hook: 'generic/claims',
        realm: 'main',
        proof: { kind: 'static-header', secret: 'snippets', header: 'x-api-key' },
        scopes: { from: 'granted' },
        groups: 'both',
        onFailure: 'deny',
        mode: 'enforce',
      },
    },
    overrides: {
      reader: await storeOf([
        user({ user_role: 'admin', user_id: 7 }, {}, 'ada'),
        user({}, { blocked: true }, 'bruno'),
        client({ company_id: 42 }, {}, 'reports'),
        client({}, { blocked: true }, 'retired'),
        group('staff', { feature_flags: ['beta'] }),
      ]),
      secrets: staticSecrets({ snippets: [key] }),
      write: () => undefined,
    },
  });
  hook = await startHookHttpServer({ 'POST /claims': claims });
});
afterAll(() => hook.close());

const source = (path: string): string => readFileSync(new URL(`../../actions/${path}`, import.meta.url), 'utf8');
const nowhere = 'http://127.0.0.1:9/claims';

type Called = {
  readonly url: string;
  readonly options: { method: string; headers: Record<string, string>; body: string };
};

/**
 * Runs a FusionAuth lambda, whose `fetch` is synchronous: once to see what it asks for, then, with the real answer at hand,
 * once more.
 */
const runFusionAuth = async (file: string, parameters: readonly unknown[], settings: Record<string, string> = {}) => {
  const code = source(`fusionauth/${file}`)
    .replace(/const CLAIMS_URL = .*/, `const CLAIMS_URL = '${settings['url'] ?? `${hook.url}/claims`}';`)
    .replace(/const STATUS_CLAIM = .*/, `const STATUS_CLAIM = '${statusClaim}';`)
    .replace(/const ON_FAILURE = .*/, `const ON_FAILURE = '${settings['onFailure'] ?? 'deny'}';`);
  const context = { services: { secrets: { claims_key: settings['key'] ?? key } } };
  const run = (fetch: (url: string, options: Called['options']) => unknown): void => {
    const sandbox = createContext({ fetch, console: { error: () => undefined }, parameters: [...parameters, context] });
    runInContext(`${code}\npopulate(...parameters);`, sandbox);
  };
  let called: Called | undefined;
  try {
    run((url, options) => {
      called = { url, options: structuredClone(options) };
      throw new Error('only looking');
    });
  } catch {
    // Without an answer the lambda denies.
  }
  if (!called) throw new Error('the lambda asked nobody');
  const response = await fetch(called.url, called.options).catch(() => undefined);
  const answer = response && { status: response.status, body: await response.text() };
  run(() => {
    if (!answer) throw new Error('no connection');
    return answer;
  });
};

describe('actions/fusionauth', () => {
  const token = () => ({ aud: 'shop', scope: 'order', roles: ['staff'], sub: 'ada' });

  it('puts the claims into the token, and leaves the rest of it alone', async () => {
    const jwt = token();
    await runFusionAuth('populate.js', [jwt, { id: 'ada' }, { roles: [] }]);
    expect(jwt).toEqual({
      ...token(),
      [role]: 'admin',
      'https://c.example/user_id': 7,
      'https://c.example/feature_flags': ['beta'],
    });
  });

  it('gives a machine the claims of its client', async () => {
    const jwt = { aud: 'https://api.example.com', scope: 'inventory' };
    await runFusionAuth('populate-machine.js', [jwt, { clientId: 'reports' }, [], {}]);
    expect(jwt).toMatchObject({ 'https://c.example/company_id': 42 });
  });

  it('throws, which ends in no token, when the hook denies', async () => {
    await expect(runFusionAuth('populate.js', [token(), { id: 'bruno' }, {}])).rejects.toThrow(blocked);
    await expect(runFusionAuth('populate-machine.js', [{}, { clientId: 'retired' }, [], {}])).rejects.toThrow(blocked);
  });

  it.each(['populate.js', 'populate-machine.js'])('%s follows its ON_FAILURE without an answer', async (file) => {
    const parameters = (jwt: object) =>
      file === 'populate.js' ? [jwt, { id: 'ada' }, {}] : [jwt, { clientId: 'reports' }, [], {}];
    for (const settings of [{ url: nowhere }, { key: 'another' }] as const) {
      await expect(runFusionAuth(file, parameters({}), settings)).rejects.toThrow('at the moment');
      const jwt = {};
      await runFusionAuth(file, parameters(jwt), { ...settings, onFailure: 'issue' });
      expect(jwt).toEqual({ [statusClaim]: 'degraded' });
    }
  });
});

describe('actions/logto', () => {
  const run = async (token: object, settings: object = {}) => {
    const denied: unknown[] = [];
    const sandbox = createContext({
      fetch,
      console: { log: () => undefined },
      input: {
        token,
        context: 'kind' in token ? undefined : { user: { roles: [{ name: 'staff' }] } },
        environmentVariables: {
          CLAIMS_URL: `${hook.url}/claims`,
          CLAIMS_KEY: key,
          STATUS_CLAIM: statusClaim,
          ...settings,
        },
        api: { denyAccess: (message: unknown) => denied.push(message) },
      },
    });
    const claims: unknown = await runInContext(
      `${source('logto/access-token.js')}\ngetCustomJwtClaims(input);`,
      sandbox,
    );
    return denied.length > 0 ? { denied: denied[0] } : { claims };
  };
  const person = { accountId: 'ada', clientId: 'shop', scope: 'order', aud: 'https://api.example.com' };
  const machine = {
    kind: 'ClientCredentials',
    clientId: 'reports',
    scope: 'inventory',
    aud: 'https://api.example.com',
  };

  it('returns the claims of a person, with the groups that are roles in Logto', async () => {
    expect(await run(person)).toMatchObject({
      claims: { [role]: 'admin', 'https://c.example/feature_flags': ['beta'] },
    });
  });

  it('returns the claims of a machine', async () => {
    expect(await run(machine)).toMatchObject({ claims: { 'https://c.example/company_id': 42 } });
  });

  it('denies when the hook denies', async () => {
    expect(await run({ ...person, accountId: 'bruno' })).toEqual({ denied: blocked });
    expect(await run({ ...machine, clientId: 'retired' })).toEqual({ denied: blocked });
  });

  it.each([
    ['a person', person],
    ['a machine', machine],
  ])('follows ON_FAILURE without an answer: %s', async (_who, token) => {
    for (const settings of [{ CLAIMS_URL: nowhere }, { CLAIMS_KEY: 'another' }]) {
      expect(await run(token, settings)).toEqual({ denied: expect.stringContaining('at the moment') });
      expect(await run(token, { ...settings, ON_FAILURE: 'issue' })).toEqual({ claims: { [statusClaim]: 'degraded' } });
    }
  });
});

describe('actions/kinde', () => {
  const run = async (file: string, event: object, settings: Record<string, string> = {}) => {
    const set: Record<string, Record<string, unknown>> = {};
    const denied: string[] = [];
    const variables: Record<string, string> = {
      CLAIMS_URL: `${hook.url}/claims`,
      CLAIMS_KEY: key,
      CLAIMS_STATUS_CLAIM: statusClaim,
      ...settings,
    };
    const setter = (token: string) => ({
      setCustomClaim: (name: string, value: unknown) => {
        set[token] = { ...set[token], [name]: value };
      },
    });
    const module = (await import(`../../actions/kinde/${file}.js`)) as {
      readonly default: (event: object) => Promise<void>;
      readonly workflowSettings: { readonly bindings: Readonly<Record<string, object>> };
    };
    const bound: Record<string, unknown> = {
      'kinde.accessToken': setter('accessToken'),
      'kinde.idToken': setter('idToken'),
      'kinde.m2mToken': setter('m2mToken'),
      'kinde.auth': { denyAccess: (reason: string) => denied.push(reason) },
      'kinde.env': { getEnvironmentVariable: (name: string) => ({ value: variables[name], isSecret: false }) },
      'kinde.fetch': async (url: string, options: RequestInit) => ({ json: await (await fetch(url, options)).json() }),
    };
    // What a workflow does not declare, it does not have.
    const kinde = Object.fromEntries(
      Object.keys(module.workflowSettings.bindings)
        .filter((name) => name.startsWith('kinde.'))
        .map((name) => [name.slice('kinde.'.length), bound[name]]),
    );
    Reflect.set(globalThis, 'kinde', kinde);
    try {
      await module.default(event);
    } catch (error) {
      denied.push(error instanceof Error ? error.message : '');
    } finally {
      Reflect.deleteProperty(globalThis, 'kinde');
    }
    return { set, denied };
  };
  const person = (id: string) => ({
    request: { auth: { scope: ['order'], audience: [] } },
    context: { user: { id }, application: { clientId: 'shop' } },
  });
  const machine = (clientId: string) => ({
    request: { auth: { audience: ['https://api.example.com'], scope: ['inventory'] } },
    context: { application: { clientId } },
  });

  it('sets the claims of each token', async () => {
    const { set, denied } = await run('user-tokens', person('ada'));
    expect(denied).toEqual([]);
    expect(set).toMatchObject({ accessToken: { [role]: 'admin' }, idToken: { [role]: 'admin' } });
    expect((await run('machine-token', machine('reports'))).set).toMatchObject({
      m2mToken: { 'https://c.example/company_id': 42 },
    });
  });

  it('denies when the hook denies; for machines it fails, which stops the token', async () => {
    expect(await run('user-tokens', person('bruno'))).toEqual({ set: {}, denied: [blocked] });
    expect(await run('machine-token', machine('retired'))).toEqual({ set: {}, denied: [blocked] });
  });

  it('follows CLAIMS_ON_FAILURE without an answer', async () => {
    for (const settings of [{ CLAIMS_URL: nowhere }, { CLAIMS_KEY: 'another' }] as const) {
      const open = { ...settings, CLAIMS_ON_FAILURE: 'issue' };
      expect((await run('user-tokens', person('ada'), settings)).denied).toHaveLength(1);
      expect((await run('machine-token', machine('reports'), settings)).denied).toHaveLength(1);
      const marker = { [statusClaim]: 'degraded' };
      expect(await run('user-tokens', person('ada'), open)).toEqual({
        set: { accessToken: marker, idToken: marker },
        denied: [],
      });
      expect(await run('machine-token', machine('reports'), open)).toEqual({
        set: { m2mToken: marker },
        denied: [],
      });
    }
  });
});

describe('actions/descope', () => {
  it('sends what POST /claims takes', async () => {
    const body = source('descope/request-body.json')
      .replace('{{user.userId}}', 'ada')
      .replace('{{flow.id}}', 'sign-in');
    const response = await fetch(`${hook.url}/claims`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body,
    });
    expect(await response.json()).toMatchObject({ outcome: 'issue', claims: { access_token: { [role]: 'admin' } } });
  });
});
