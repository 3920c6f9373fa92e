import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDBAttributeStore } from '../../lib/attributes/dynamodb-attribute-store.ts';
import { createRelyingParty } from '../../local/demo/log-in.ts';
import { type DemoResult, runDemo } from '../../local/demo/run-demo.ts';
import { freePorts } from '../../local/ports.ts';
import { startWorld, type World } from '../../local/world.ts';

const namespace = 'https://claims.example.com/';
const api = 'https://api.example.com';
const lines: string[] = [];
let world: World;
let results: readonly DemoResult[];

beforeAll(async () => {
  const log = (line: string): void => void lines.push(line);
  world = await startWorld({ ports: await freePorts(), log, functionsLog: log });
  results = await runDemo(world.facts);
}, 90_000);
afterAll(() => world?.close(), 20_000);

/** Our claims in a token, by key. */
const ours = (claims: Readonly<Record<string, unknown>> | undefined) =>
  Object.fromEntries(
    Object.entries(claims ?? {}).flatMap(([name, value]) =>
      name.startsWith(namespace) ? [[name.slice(namespace.length), value]] : [],
    ),
  );

const outcome = (name: string, scope: 'order' | 'inventory') => {
  const found = results.find((result) => result.name === name)?.outcomes[scope];
  if (!found?.issued) throw new Error(`${name} got no token`);
  return found;
};
const accessClaims = (name: string, scope: 'order' | 'inventory') => ours(outcome(name, scope).accessToken);

const party = () => createRelyingParty(new URL(world.facts.issuer));
const asMaria = { client: 'shop', sub: 'auth0|maria', audience: api, scope: 'openid order inventory' };

describe('the whole way from a login to the tokens', () => {
  it('composes claims by scope; own attributes win over groups, flags are joined', () => {
    const flags = ['beta', 'tickets', 'early-access'];
    expect(accessClaims('maria', 'order')).toEqual({ user_id: 4711, user_role: 'admin', feature_flags: flags });
    expect(accessClaims('maria', 'inventory')).toEqual({
      user_role: 'admin',
      subscription_level: 'gold',
      feature_flags: flags,
    });
  });

  it('puts display claims into the ID token and userinfo only, and the same into both', () => {
    const { idToken, userinfo, accessToken } = outcome('maria', 'order');
    expect(ours(idToken)).toMatchObject({ department: 'Sales', user_id: 4711 });
    expect(ours(userinfo)).toEqual(ours(idToken));
    expect(ours(accessToken)).not.toHaveProperty('department');
  });

  it('does not take a requested scope for a granted one', () => {
    expect(outcome('maria-reports', 'order').accessToken).toMatchObject({ scope: 'order' });
    expect(accessClaims('maria-reports', 'order')).not.toHaveProperty('user_id');
    expect(accessClaims('maria-reports', 'inventory')).toMatchObject({ subscription_level: 'gold' });
  });

  it('knows somebody by groups alone', () => {
    expect(accessClaims('gregor', 'inventory')).toEqual({
      user_role: 'support',
      company_id: 300,
      subscription_level: 'silver',
      feature_flags: ['tickets'],
    });
  });

  it('keeps organizations apart', () => {
    expect(accessClaims('omar-acme', 'inventory')).toEqual({
      user_role: 'admin',
      company_id: 100,
      subscription_level: 'gold',
      tenant_id: 'org_acme',
    });
    expect(accessClaims('omar-globex', 'inventory')).toEqual({
      user_role: 'customer',
      company_id: 200,
      subscription_level: 'bronze',
      tenant_id: 'org_globex',
      feature_flags: ['trial'],
    });
  });

  it('gives the token that the README shows', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const {
      iss: _iss,
      jti: _jti,
      iat: _iat,
      exp: _exp,
      ...shown
    } = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '{}');
    expect(outcome('omar-acme', 'inventory').accessToken).toMatchObject(shown);
    expect(ours(shown)).toEqual(accessClaims('omar-acme', 'inventory'));
  });

  it('gives an unknown person the defaults', () => {
    expect(accessClaims('una', 'order')).toEqual({ user_role: 'customer' });
  });

  it('gives a blocked person no token, and tells nothing of the reason', () => {
    const refused = results.find(({ name }) => name === 'bruno')?.outcomes.order;
    expect(refused).toMatchObject({ issued: false, error: 'access_denied' });
    expect(JSON.stringify(refused)).not.toContain('blocked');
  });

  it('gives a machine its own claims, by client credentials', () => {
    const { accessToken, idToken } = outcome('stock-sync', 'inventory');
    expect(idToken).toBeUndefined();
    expect(accessToken).toMatchObject({ sub: 'stock-sync', scope: 'inventory', aud: api });
    expect(ours(accessToken)).toMatchObject({ company_id: 100, subscription_level: 'gold', feature_flags: ['bulk'] });
  });
});

describe('the local world', () => {
  it('shows a change at once, at refresh', async () => {
    const store = createDynamoDBAttributeStore({
      endpoint: world.facts.dynamodb,
      table: 'custom-claims-local-attributes',
      changesTable: 'custom-claims-local-changes',
    });
    const before = await party().logIn(asMaria);
    if (!before.issued || !before.refreshToken) throw new Error('no refresh token');
    const key = { kind: 'user', realm: 'customers', subject: 'auth0|maria' } as const;
    const item = await store.get(key);
    if (!item) throw new Error('no item');
    await store.put(
      key,
      { ...item, attributes: { ...item.attributes, user_role: 'support' } },
      { by: 'test', expectedVersion: item.version },
    );
    store.close();
    const after = await party().refresh(asMaria, before.refreshToken);
    expect(ours(before.accessToken)).toMatchObject({ user_role: 'admin' });
    expect(after.issued && ours(after.accessToken)).toMatchObject({ user_role: 'support' });
    expect(after.issued && ours(after.idToken)).toMatchObject({ user_role: 'support' });
    expect(after.issued && ours(after.userinfo)).toMatchObject({ user_role: 'support' });
  });

  it('answers GET /health', async () => {
    expect((await fetch(`${world.facts.hooks}/health`)).status).toBe(200);
  });

  it('refuses a call that is not signed', async () => {
    const response = await fetch(`${world.facts.hooks}/auth0/post-login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(401);
  });

  it("gives an operator of the console a token for the admin API, with the operator's scopes only", async () => {
    const operator = {
      callback: `${world.facts.hooks}/console/`,
      client: 'console',
      audience: 'https://admin.claims.local',
      scope: 'openid claims:read claims:write',
    };
    const ada = await party().logIn({ ...operator, sub: 'operator|ada' });
    const rene = await party().logIn({ ...operator, sub: 'operator|rene' });
    expect(ada.issued && ada.accessToken).toMatchObject({ sub: 'operator|ada', scope: 'claims:read claims:write' });
    expect(rene.issued && rene.accessToken).toMatchObject({ sub: 'operator|rene', scope: 'claims:read' });
    expect(await party().logIn({ ...operator, sub: 'auth0|maria' })).toMatchObject({ issued: false });
  });

  it('does not let somebody log in to an organization that is not theirs', async () => {
    expect(await party().logIn({ ...asMaria, organization: 'org_acme' })).toMatchObject({ issued: false });
  });

  it('writes no attribute, secret or token into a log', () => {
    expect(lines.join('\n')).toContain('auth0/post-login');
    expect(lines.join('\n')).not.toMatch(/4711|early-access|whsec_|eyJ/);
    expect(lines.join('\n')).not.toContain(world.facts.machineSecret);
  });
});
