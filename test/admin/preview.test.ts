import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { toPreviewSources } from '../../lib/administration/preview-sources.ts';
import { defineClaims } from '../../lib/claims/policy.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import type { AttributeSourceConfig, ScriptSourceConfig } from '../../lib/sources/source-config.ts';
import { login, policy } from '../administration/support.ts';
import { startSourceServer } from '../support/source-server.ts';
import { type Provider, startAdmin, startProvider } from './support.ts';

let provider: Provider;
let admin: Awaited<ReturnType<typeof startAdmin>>;

const first = { 'if-none-match': '*' };
const namespace = 'https://claims.example.com/';

beforeAll(async () => {
  provider = await startProvider();
  admin = await startAdmin(provider);
  const groups = '/realms/customers/groups';
  await admin.call('POST', groups, { body: { id: 'staff', content: { attributes: { plan: 'gold' }, precedence: 1 } } });
  await admin.call('POST', groups, { body: { id: 'late', content: { attributes: { plan: 'tin', loyalty: 3 } } } });
  const users = '/realms/customers/users';
  const ada = { attributes: { user_id: 7 }, groups: ['late', 'staff'] };
  await admin.call('POST', users, { body: { id: 'ada', content: ada } });
});

afterAll(() => {
  admin.close();
  provider.close();
});

const preview = async (query: object) => {
  const body = {
    instance: 'login',
    subject: { kind: 'user', id: 'ada' },
    client: 'shop',
    scopes: ['openid', 'order'],
    audiences: ['https://api.example.com'],
    ...query,
  };
  return admin.call('POST', '/preview', { body });
};

describe('token preview', () => {
  test('shows the tokens as they would be issued, each claim with its origin and what it overrode', async () => {
    const answer = await (await preview({})).json();
    expect(answer).toMatchObject({ instance: 'login', hook: 'auth0/post-login', outcome: 'issue', scopes: ['order'] });
    expect(answer.claims.access_token).toMatchObject({
      [`${namespace}user_id`]: 7,
      [`${namespace}user_role`]: 'customer',
      [`${namespace}plan`]: 'gold',
    });
    const plan = answer.trace.find(
      (entry: { claim: string; token: string }) => entry.claim === 'plan' && entry.token === 'id_token',
    );
    expect(plan).toMatchObject({
      outcome: 'released',
      name: `${namespace}plan`,
      sources: [{ kind: 'group', name: 'staff', version: 1 }],
      overrode: [{ kind: 'group', name: 'late', version: 1 }],
    });
    expect(answer.budget.access_token.bytes).toBe(
      new TextEncoder().encode(JSON.stringify(answer.claims.access_token)).length,
    );
  });

  test('says why a claim is withheld', async () => {
    const { trace, claims } = await (await preview({ client: 'other' })).json();
    expect(claims.access_token).not.toHaveProperty(`${namespace}user_id`);
    const reasons = Object.fromEntries(
      trace
        .filter(
          ({ token, outcome }: { token: string; outcome: string }) =>
            token === 'access_token' && outcome === 'withheld',
        )
        .map(({ claim, reason }: { claim: string; reason: string }) => [claim, reason]),
    );
    expect(reasons).toMatchObject({ user_id: 'scope_not_granted', loyalty: 'undeclared', tenant: 'no_value' });
  });

  test('has the tokens that such a request issues: without an audience, Auth0 makes an access token without claims', async () => {
    const { claims, trace } = await (await preview({ audiences: [], scopes: ['openid', 'order'] })).json();
    expect(claims.id_token).toHaveProperty(`${namespace}plan`);
    expect(claims.access_token).toEqual({});
    expect(trace).toContainEqual(
      expect.objectContaining({ claim: 'plan', token: 'access_token', reason: 'token_unreachable' }),
    );
    const chosen = await (await preview({ tokens: ['access_token'] })).json();
    expect(chosen.claims.id_token).toEqual({});
    expect(chosen.claims.access_token).toHaveProperty(`${namespace}plan`);
  });

  test('shows a denial, and refuses an instance that does not exist', async () => {
    await admin.call('PUT', '/realms/customers/users/eve/blocked', { body: { blocked: true }, headers: first });
    const denied = await (await preview({ subject: { kind: 'user', id: 'eve' } })).json();
    expect(denied).toMatchObject({ outcome: 'deny', reason: 'blocked', claims: { access_token: {} } });
    expect((await preview({ instance: 'nope' })).status).toBe(400);
  });

  test('names groups that the IdP would send and nobody has stored', async () => {
    expect(await (await preview({ groups: ['staff', 'ghosts'] })).json()).toMatchObject({ unknownGroups: ['ghosts'] });
  });
});

describe('token preview with additional sources', () => {
  const withSources = async (sources: readonly AttributeSourceConfig[], query: object = {}) => {
    const other = await startAdmin(provider, {
      sources: toPreviewSources(sources),
      policy: { ...policy, precedence: ['source:crm', 'user'] },
    });
    const subject = { kind: 'user', id: 'ada' };
    await other.store.put(
      { kind: 'user', realm: 'customers', subject: 'eve' },
      { attributes: {}, blocked: true },
      { by: 'test', expectedVersion: 0 },
    );
    const body = { instance: 'login', subject, client: 'shop', scopes: [], ...query };
    const answer = await other.call('POST', '/preview', { body });
    other.close();
    return answer.json();
  };
  const script = (load: ScriptSourceConfig['load']): ScriptSourceConfig => ({ kind: 'script', name: 'crm', load });
  const planName = `${namespace}plan`;

  test('asks them as production does, and says so', async () => {
    const server = await startSourceServer((_, response) => response.end(JSON.stringify({ plan: 'silver' })));
    const answer = await withSources([{ kind: 'http-json', name: 'crm', url: `${server.url}/{subject}` }]);
    await server.close();
    expect(server.calls).toMatchObject([{ url: '/ada' }]);
    expect(answer.claims.id_token).toMatchObject({ [planName]: 'silver' });
    expect(answer.trace).toContainEqual(
      expect.objectContaining({
        claim: 'plan',
        sources: [{ kind: 'source', name: 'crm', version: expect.any(String) }],
      }),
    );
    expect(answer.sources).toEqual({ answered: ['crm'], failed: [], notAsked: [] });
  });

  test('names those whose secret only the hooks may read, where they concern the request, and does not call them', async () => {
    const server = await startSourceServer((_, response) => response.end('{}'));
    const config = (name: string, more: Partial<AttributeSourceConfig> = {}): AttributeSourceConfig => ({
      kind: 'http-json',
      name,
      url: server.url,
      authorization: { kind: 'bearer', secret: name },
      ...(more as object),
    });
    const elsewhere = [config('machines', { subjects: ['client'] }), config('staff', { realms: ['staff'] })];
    const { sources, outcome } = await withSources([config('crm'), ...elsewhere]);
    await server.close();
    expect({ sources, outcome }).toEqual({
      sources: { answered: [], failed: [], notAsked: ['crm'] },
      outcome: 'issue',
    });
    expect(server.calls).toEqual([]);
  });

  test('names one that fails, and shows the rest', async () => {
    const { sources, outcome, claims } = await withSources([
      script(() => {
        throw new Error('canary');
      }),
    ]);
    expect(sources).toEqual({ answered: [], failed: ['crm'], notAsked: [] });
    expect(outcome).toBe('issue');
    expect(claims.id_token).not.toHaveProperty(planName);
  });

  test('waits for none where the subject is refused anyway', async () => {
    const hanging = script(() => new Promise(() => undefined));
    const answer = await withSources([hanging], { subject: { kind: 'user', id: 'eve' } });
    expect(answer).toMatchObject({ reason: 'blocked', sources: { answered: [], failed: [], notAsked: [] } });
  });
});

describe('attributes of the IdP in the preview', () => {
  const okta: HookInstance = {
    ...login,
    hook: 'okta/token-inline-hook',
    proof: { kind: 'static-header', header: 'authorization', secret: 'okta' },
    scopes: { from: 'granted' },
  };
  const whole = {
    app_metadata: { plan: 'app' },
    user_metadata: { plan: 'own' },
    profile: { plan: 'profile', nickname: 'a' },
  };
  const plansAt = async (instance: HookInstance, idpAttributes: object = whole) => {
    const claim = (idpAttribute: string) => ({ schema: z.string(), description: 'A plan', idpAttribute });
    const other = await startAdmin(provider, {
      policy: defineClaims({
        ...policy,
        claims: { app: claim('app_metadata.plan'), own: claim('user_metadata.plan'), profile: claim('profile.plan') },
        scopes: {},
        always: ['app', 'own', 'profile'],
      }),
      instances: { instance },
    });
    const body = {
      instance: 'instance',
      subject: { kind: 'user', id: 'ada' },
      client: 'shop',
      scopes: ['openid'],
      idpAttributes,
    };
    const { claims } = await (await other.call('POST', '/preview', { body })).json();
    other.close();
    return Object.values(claims.id_token);
  };

  test.each<[string, HookInstance, readonly string[]]>([
    ['what only administrators can write, at Auth0', login, ['app']],
    ['what the instance vouches for, at Okta', { ...okta, idpAttributes: ['profile.plan'] }, ['profile']],
    ['nothing where the instance vouches for nothing', okta, []],
  ])('are decided with as in production: %s', async (_title, instance, plans) => {
    expect(await plansAt(instance)).toEqual(plans);
  });

  test('may be given by dotted path, with what is below it', async () => {
    const dotted = { 'app_metadata.plan': 'app', 'user_metadata.plan': 'own', 'profile.plan': 'profile' };
    expect(await plansAt(login, dotted)).toEqual(['app']);
    expect(await plansAt({ ...okta, idpAttributes: ['profile.plan'] }, dotted)).toEqual(['profile']);
    expect(await plansAt(login, { app_metadata_other: { plan: 'a' }, 'app_metadataplan.plan': 'b' })).toEqual([]);
  });

  test('may be given by dotted path, however deep', async () => {
    const deep = defineClaims({
      ...policy,
      claims: {
        plan: { schema: z.string(), description: 'A plan', idpAttribute: 'app_metadata.shop.plan' },
      },
      scopes: {},
      always: ['plan'],
    });
    const other = await startAdmin(provider, { policy: deep, instances: { instance: login } });
    const body = {
      instance: 'instance',
      subject: { kind: 'user', id: 'ada' },
      client: 'shop',
      scopes: ['openid'],
      idpAttributes: { 'app_metadata.shop': { plan: 'gold' } },
    };
    const { claims } = await (await other.call('POST', '/preview', { body })).json();
    other.close();
    expect(Object.values(claims.id_token)).toEqual(['gold']);
  });
});

describe('what people read', () => {
  test('consent: descriptions and no values', async () => {
    const { claims } = await (
      await admin.call('GET', '/consent?instance=login&client=shop&scope=openid%20order')
    ).json();
    expect(claims).toContainEqual({
      claim: 'user_id',
      description: 'Id in the order system',
      tokens: ['id_token', 'access_token', 'userinfo'],
    });
    expect(JSON.stringify(claims)).not.toContain('gold');
  });

  test('catalogue: every claim with schema, scopes and the name in each token', async () => {
    const { claims, scopes } = await (await admin.call('GET', '/catalogue')).json();
    expect(scopes).toEqual(['order']);
    expect(claims[1]).toMatchObject({
      claim: 'user_role',
      schema: { type: 'string', enum: ['customer', 'admin'] },
      default: 'customer',
      sensitivity: 'internal',
      scopes: ['order'],
      names: expect.arrayContaining([expect.objectContaining({ instance: 'login', name: `${namespace}user_role` })]),
    });
  });

  test('review: groups against claims, what is undeclared, never released or sensitive, and findings', async () => {
    const review = await (await admin.call('GET', '/realms/customers/review')).json();
    expect(review.groups).toEqual([
      { name: 'late', version: 1, claims: ['plan'], undeclared: ['loyalty'] },
      { name: 'staff', precedence: 1, version: 1, claims: ['plan'], undeclared: [] },
    ]);
    const claims = new Map(review.claims.map((entry: { claim: string }) => [entry.claim, entry]));
    expect(claims.get('plan')).toMatchObject({ groups: ['late', 'staff'], always: true, neverReleased: false });
    expect(claims.get('shelved')).toMatchObject({ neverReleased: true });
    expect(claims.get('build_hash')).toMatchObject({ sensitiveValueAllowed: 'a commit id is public' });
    expect(review.findings).toContainEqual(expect.objectContaining({ severity: 'error', claim: 'shelved' }));
    expect(JSON.stringify(review)).not.toContain('gold');
  });

  test('the OpenAPI document: every operation with its refusals, and one scheme of authentication', async () => {
    const document = await (await admin.call('GET', '/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.security).toEqual([{ operator: [] }]);
    const operation = document.paths['/admin/realms/{realm}/users/{id}/attributes/{attribute}'].put;
    expect(Object.keys(operation.responses)).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '412',
      '413',
      '422',
      '428',
    ]);
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(['Item', 'Problem', 'Preview']));
  });
});
