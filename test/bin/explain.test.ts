import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import claimsPolicy from '../../claims.config.ts';
import { auth0PostLogin } from '../../functions/auth0/post-login.ts';
import { genericClaims } from '../../functions/generic/claims.ts';
import hookInstances from '../../hooks.config.ts';
import { explainTokenRequest } from '../../lib/administration/explain.ts';
import type { AttributeReader } from '../../lib/attributes/attribute-store.ts';
import { toItemKey } from '../../lib/attributes/item-key.ts';
import { createMemoryAttributeStore } from '../../lib/attributes/memory-attribute-store.ts';
import { compilePolicy } from '../../lib/claims/compile.ts';
import { decide } from '../../lib/claims/decide.ts';
import type { ClaimsDecision } from '../../lib/claims/decision.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import { loadSubjectAttributes } from '../../lib/load-subject-attributes.ts';
import { toTokenRequest } from '../../lib/to-token-request.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import type { IncomingTokenRequest } from '../../lib/token-request.ts';
import { recordedEvent, recordedEvents } from '../support/recorded-event.ts';
import { referenceLimits } from '../support/reference-limits.ts';
import { runClaims } from '../support/run-claims.ts';
import { storeOf, type Vector, vectorInstance, vectorRequest } from '../support/vector.ts';
import { vectors } from '../vectors/index.ts';
import { policies } from '../vectors/policies.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'claims-explain-'));
});
afterAll(() => rmSync(directory, { recursive: true }));
const write = (name: string, text: string): string => {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
};

/** What the hooks decide: the steps of production, one after the other. */
const decideAsHooksDo = async (
  policy: ClaimsPolicy,
  limits: HookLimits,
  incoming: IncomingTokenRequest,
  { instance, settings, reader }: { instance: string; settings: HookInstance; reader: AttributeReader },
  sources: Vector['sources'] = {},
): Promise<ClaimsDecision> => {
  const request = toTokenRequest(incoming, settings);
  const { attributes } = await loadSubjectAttributes(
    { reader, sources: sourcesOf(sources) },
    { request, instance, settings, policy },
    { signal: AbortSignal.timeout(5000) },
  );
  return decide(compilePolicy(policy, limits), request, attributes);
};

const sourcesOf = (answers: Vector['sources'] = {}) =>
  Object.entries(answers).map(([name, answer]) => ({ name, load: async () => answer }));

/** Makes answers as old as the vector says. */
const readerOf = async ({ items, freshness }: Vector): Promise<AttributeReader> => {
  const store = await storeOf(items);
  return {
    load: async (query, options) => ({ ...(await store.load(query, options)), freshness: freshness ?? 'fresh' }),
  };
};

const parsed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('explain', () => {
  it.each(vectors.map((vector) => [vector.title, vector] as const))('decides as production: %s', async (_, vector) => {
    const policy: ClaimsPolicy = policies[vector.policy ?? 'shop'];
    const limits = { ...referenceLimits, ...vector.limits };
    const common = { instance: 'vector', incoming: vectorRequest(vector.request), reader: await readerOf(vector) };
    const settings = vectorInstance(vector, 'generic/claims');
    const explanation = await explainTokenRequest({
      ...common,
      policy,
      instanceConfig: settings,
      hook: { ...genericClaims, limits },
      sources: sourcesOf(vector.sources),
    });
    const decision = await decideAsHooksDo(policy, limits, common.incoming, { ...common, settings }, vector.sources);
    expect(parsed(explanation.decision)).toEqual(parsed(decision));
  });
});

const items = [
  {
    kind: 'user',
    realm: 'customers',
    subject: 'auth0|42',
    attributes: { user_id: 42, feature_flags: ['a'], shoe: 1 },
    groups: ['staff', 'premium'],
    version: 5,
  },
  {
    kind: 'user',
    realm: 'customers',
    subject: 'auth0|43',
    attributes: { user_id: 43, user_role: 'admin' },
    version: 2,
  },
  {
    kind: 'group',
    realm: 'customers',
    name: 'premium',
    attributes: { user_role: 'support', feature_flags: ['b'] },
    precedence: 1,
    version: 3,
  },
  {
    kind: 'group',
    realm: 'customers',
    name: 'staff',
    attributes: { user_role: 'customer', department: 'SECRET-LAB' },
    version: 9,
  },
];
const itemsFile = (): string => write('items.ndjson', items.map((item) => JSON.stringify(item)).join('\n'));
const flags = [
  '--instance',
  'auth0-login',
  '--client',
  'shop',
  '--scopes',
  'openid order inventory',
  '--audience',
  'https://api.example.com',
];
const explain = (...args: readonly string[]) => runClaims(['explain', ...args, '--items', itemsFile()]);

describe('claims explain', () => {
  it.each(recordedEvents('auth0', 'post-login').slice(0, 4))('decides as production: event %s', async (name) => {
    const file = fileURLToPath(new URL(`../fixtures/events/auth0/${name}.json`, import.meta.url));
    const run = await explain('--instance', 'auth0-login', '--event', file, '--values');
    expect(run.stderr).toBe('');
    const settings = hookInstances['auth0-login'];
    const event = auth0PostLogin.event;
    const { data } = (await import('zod/v4/core')).safeParse(event, recordedEvent('auth0', name));
    if (data === undefined) throw new Error('the recorded event does not parse');
    const reader = createMemoryAttributeStore({
      items: items.map(({ kind, realm: own, subject, name: group, version, ...content }) => ({
        ...content,
        key: toItemKey(`${kind}#${own}#${subject ?? group}`),
        version,
        epoch: 0,
        updatedAt: '',
        updatedBy: '',
      })),
    });
    const decision = await decideAsHooksDo(
      claimsPolicy,
      auth0PostLogin.limits,
      auth0PostLogin.toTokenRequest(data, {}),
      { instance: 'auth0-login', settings, reader },
    );
    expect(JSON.parse(run.stdout).decision).toEqual(parsed(decision));
  });

  it('shows at a glance what becomes of each claim, from which group and version, and what lost', async () => {
    const { stdout, code } = await explain(...flags, '--subject', 'auth0|42', '--values', '--no-json');
    expect(code).toBe(0);
    await expect(stdout.replace(/Version\s+\S+/, 'Version (a fingerprint)')).toMatchFileSnapshot(
      '../fixtures/explain/auth0-42.txt',
    );
  });

  it("says that no claim is in Auth0's opaque access token", async () => {
    const asked = [
      '--instance',
      'auth0-login',
      '--client',
      'shop',
      '--scopes',
      'openid order',
      '--subject',
      'auth0|42',
    ];
    const { stdout } = await explain(...asked);
    const { trace } = JSON.parse(stdout).decision;
    const opaque = trace.filter(({ token }: { token: string }) => token === 'access_token');
    expect(opaque).toContainEqual(expect.objectContaining({ claim: 'user_id', reason: 'token_unreachable' }));
    expect(opaque.filter(({ outcome }: { outcome: string }) => outcome === 'released')).toEqual([]);
  });

  it('hides every value unless asked to show them', async () => {
    for (const form of ['--json', '--no-json']) {
      const { stdout } = await explain(...flags, '--subject', 'auth0|42', form);
      expect(stdout).toContain('department');
      expect(stdout).not.toContain('SECRET-LAB');
    }
  });

  it('compares with another subject, with other scopes and with another policy', async () => {
    const policy = write(
      'next.config.ts',
      `import current from '${new URL('../../claims.config.ts', import.meta.url).href}';
       export default { ...current, always: ['department', 'tenant_id'], scopes: { ...current.scopes, order: ['user_id', 'feature_flags'] } };`,
    );
    const diff = async (...changes: readonly string[]) =>
      JSON.parse((await explain(...flags, '--subject', 'auth0|42', '--diff', ...changes)).stdout).claims.map(
        ({ change, claim, token }: { change: string; claim: string; token: string }) => `${change} ${claim} ${token}`,
      );
    expect(await diff('subject=auth0|43')).toContain('removed department id_token');
    expect(await diff('scopes=openid inventory')).toEqual([
      'removed user_id id_token',
      'removed user_id access_token',
      'removed user_id userinfo',
    ]);
    expect(await diff(`policy=${policy}`, 'scopes=openid inventory')).toContain('removed feature_flags access_token');
    const same = await explain(...flags, '--subject', 'auth0|42', '--diff', 'subject=auth0|42', '--no-json');
    expect(same.stdout).toBe('No token changes.\n');
  });

  it('counts and lists whose tokens a policy would change', async () => {
    const policy = write(
      'default.config.ts',
      `import current from '${new URL('../../claims.config.ts', import.meta.url).href}';
       export default { ...current, claims: { ...current.claims, department: { ...current.claims.department, default: 'none' } } };`,
    );
    const all = await explain(...flags, '--all', '--diff', `policy=${policy}`);
    expect(all.code).toBe(1);
    expect(JSON.parse(all.stdout)).toMatchObject({
      subjects: 2,
      changed: 1,
      counts: { 'added department in id_token': 1, 'added department in userinfo': 1 },
      changes: [{ subject: 'auth0|43' }],
    });
    const none = await explain(...flags, '--all', '--diff', 'policy=claims.config.ts');
    expect(none.code).toBe(0);
    expect(JSON.parse(none.stdout)).toMatchObject({ subjects: 2, changed: 0, changes: [] });
  });

  it('explains machines, and hooks that nobody has configured yet', async () => {
    const machine = await explain(
      '--instance',
      'auth0-machines',
      '--client',
      'robot',
      '--grant-type',
      'client_credentials',
      '--scopes',
      'order',
    );
    expect(JSON.parse(machine.stdout).request).toMatchObject({ subject: { kind: 'client', id: 'robot' } });
    const okta = await explain(
      '--hook',
      'okta/token-inline-hook',
      '--realm',
      'customers',
      '--subject',
      'auth0|42',
      '--scopes',
      'order',
    );
    expect(JSON.parse(okta.stdout)).toMatchObject({ hook: 'okta/token-inline-hook', decision: { outcome: 'issue' } });
  });

  it('says what is missing in one line', async () => {
    for (const [args, message] of [
      [['--subject', 'x'], /say which hook instance with --instance: auth0-login, /],
      [['--instance', 'nobody', '--subject', 'x'], /there is no hook instance "nobody"/],
      [['--instance', 'auth0-login'], /say whose token with --subject/],
      [['--instance', 'auth0-login', '--all'], /--all compares/],
      [['--instance', 'auth0-login', '--realm', 'x', '--subject', 'x'], /leave out --hook and --realm/],
      [['--realm', 'x', '--subject', 'x'], /--realm is for a hook that no instance configures/],
      [
        ['--instance', 'auth0-login', '--event', 'package.json', '--client', 'x', '--tokens', 'id_token'],
        /--event FILE says that: leave out --client, --tokens/,
      ],
      [
        ['--instance', 'cognito-customers', '--subject', 'x', '--organization', 'acme'],
        /names no organization: leave out --organization/,
      ],
      [
        ['--instance', 'auth0-login', '--subject', 'x', '--all', '--diff', 'scopes=order'],
        /--all goes through every stored subject: leave out --subject/,
      ],
      [
        ['--instance', 'auth0-login', '--all', '--diff', 'subject=x'],
        /--all compares each subject with itself: leave out --diff subject=ID/,
      ],
      [
        ['--instance', 'auth0-machines', '--client', 'x', '--all', '--diff', 'scopes=order'],
        /--all goes through every stored subject: leave out --client/,
      ],
      [
        ['--instance', 'auth0-login', '--event', 'package.json'],
        /package\.json is not an event of auth0\/post-login: see /,
      ],
    ] as const) {
      const run = await explain(...args);
      expect(run.stdout).toBe('');
      expect(run.code).toBeGreaterThan(0);
      expect(run.stderr).toMatch(message);
      expect(run.stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});
