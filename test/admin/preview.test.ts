import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  const body = { instance: 'login', subject: { kind: 'user', id: 'ada' }, client: 'shop', scopes: ['order'], ...query };
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
