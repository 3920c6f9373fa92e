import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { denyMessage } from '../../lib/claims/deny.ts';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import { issued, nobody } from '../support/decision.ts';
import { referenceLimits } from '../support/reference-limits.ts';
import { base, description, known, run } from './one-claim.ts';

describe('housekeeping claims', () => {
  it("tell a machine's own epoch, not that of a person of the same id", () => {
    const attributes: SubjectAttributes = {
      ...nobody,
      user: { attributes: {}, version: 1, epoch: 9 },
      client: { attributes: {}, version: 1, epoch: 2 },
    };
    const policy = { ...base, housekeeping: { epoch: true } } as const;
    const machine = issued(run(policy, { subject: { kind: 'client', id: 'shop' } }, attributes));
    expect(machine.claims.access_token['https://c.example/claims_epoch']).toBe(2);
    expect(issued(run(policy, {}, attributes)).claims.access_token['https://c.example/claims_epoch']).toBe(9);
  });

  it('are text where the hook carries only text, and traced with their size', () => {
    const { claims, trace } = issued(run({ ...base, housekeeping: { epoch: true } }, {}, known, { values: 'string' }));
    expect(claims.id_token['https://c.example/claims_epoch']).toBe('4');
    expect(trace.find(({ claim, token }) => claim === 'claims_epoch' && token === 'id_token')).toEqual({
      claim: 'claims_epoch',
      token: 'id_token',
      sources: [{ kind: 'system' }],
      overrode: [],
      outcome: 'released',
      name: 'https://c.example/claims_epoch',
      bytes: '"https://c.example/claims_epoch":"4"'.length,
    });
  });

  it('go only into tokens that the request has and the hook reaches', () => {
    const { claims } = issued(
      run({ ...base, housekeeping: { epoch: true } }, { tokens: ['id_token', 'userinfo'] }, known, {
        tokens: ['id_token', 'access_token'],
      }),
    );
    expect(claims.id_token).toHaveProperty(['https://c.example/claims_epoch']);
    expect(claims.userinfo).toEqual({});
    expect(claims.access_token).toEqual({});
  });

  it('are withheld under a reserved name', () => {
    const reserved = { names: new Set(['https://c.example/claims_epoch']), prefixes: [] };
    const { claims, trace } = issued(
      run({ ...base, housekeeping: { epoch: true } }, {}, known, {
        reserved: { ...referenceLimits.reserved, id_token: reserved },
      }),
    );
    expect(claims.id_token).not.toHaveProperty(['https://c.example/claims_epoch']);
    expect(trace.find(({ claim, token }) => claim === 'claims_epoch' && token === 'id_token')).toMatchObject({
      outcome: 'withheld',
      reason: 'reserved_name',
    });
  });

  it('are dropped last when a token is full', () => {
    const policy = defineClaims({
      ...base,
      claims: { role: { ...base.claims.role, priority: 1_000_000 } },
      housekeeping: { epoch: true },
      budget: { size: 50, onExceeded: 'drop' },
    });
    expect(issued(run(policy)).claims.id_token).toEqual({ 'https://c.example/claims_epoch': 4 });
  });

  it('say stale unless the policy turned that off', () => {
    const stale: SubjectAttributes = { ...known, freshness: 'stale' };
    expect(issued(run(base, {}, stale)).claims.id_token).toEqual({ 'https://c.example/claims_status': 'stale' });
    expect(issued(run(base, {}, stale)).freshness).toBe('stale');
    expect(issued(run({ ...base, housekeeping: { status: false } }, {}, stale)).claims.id_token).toEqual({});
  });
});

describe('what came in', () => {
  const present = {
    id_token: {
      'https://c.example/role': 'old',
      'https://c.example/gone': 'x',
      'https://old.example/x': 1,
      email: 'e',
      role: 'plain',
    },
    access_token: { 'https://aud.example/#x': 1, 'https://own.example/y': 1 },
    userinfo: {},
  };

  it('is stale under our namespaces, former ones too, where it is not released again', () => {
    const policy = defineClaims({
      ...base,
      audienceNamespaces: { api: 'https://aud.example/#' },
      retiredNamespaces: ['https://old.example/'],
      claims: { ...base.claims, own: { schema: z.string(), namespace: 'https://own.example/', description } },
      always: ['role', 'own'],
    });
    const { stale } = issued(run(policy, { present }));
    expect(stale.id_token).toEqual(['https://c.example/gone', 'https://old.example/x']);
    expect(stale.access_token).toEqual(['https://aud.example/#x', 'https://own.example/y']);
    expect(stale.userinfo).toEqual([]);
  });

  it('is stale under the plain names that the policy releases, and under no others', () => {
    const policy = defineClaims({
      ...base,
      namespace: null,
      claims: { ...base.claims, sub: { schema: z.string(), description } },
      always: ['role', 'sub'],
    });
    const { stale } = issued(
      run(policy, { present: { ...present, id_token: { role: 'old', sub: 'u1', email: 'e' } } }, nobody),
    );
    expect(stale.id_token).toEqual(['role']);
  });
});

describe('what the policy does beyond claims', () => {
  const policy: ClaimsPolicy = {
    ...base,
    suppress: { access_token: ['username'] },
    changeScopes: ({ request, attributes }) => ({
      add: [`${String(attributes['role'])}:${request.client}`, 'not one scope', 'q"uote', ''],
      remove: ['openid'],
    }),
  };

  it('suppresses claims and changes scopes where the hook can, and adds only scope tokens', () => {
    const decision = issued(run(policy));
    expect(decision.suppress).toEqual({ id_token: [], access_token: ['username'], userinfo: [] });
    expect(decision.scopes).toEqual({ add: ['r:shop'], remove: ['openid'] });
  });

  it('adds no scope from stale attributes, and still takes scopes away', () => {
    const decision = issued(run(policy, {}, { ...known, freshness: 'stale' }));
    expect(decision.scopes).toEqual({ add: [], remove: ['openid'] });
  });

  it('does neither where the hook cannot', () => {
    const decision = issued(run(policy, {}, known, { canSuppress: false, canChangeScopes: false }));
    expect(decision.suppress.access_token).toEqual([]);
    expect(decision.scopes).toEqual({ add: [], remove: [] });
  });

  it('changes nothing where it has nothing to say', () => {
    expect(issued(run(base)).scopes).toEqual({ add: [], remove: [] });
    expect(issued(run({ ...base, changeScopes: () => ({}) })).scopes).toEqual({ add: [], remove: [] });
  });

  it('says what the user may see, by reason, and else one constant sentence', () => {
    const blocked = { ...known, user: { attributes: {}, version: 1, blocked: true } };
    expect(run({ ...base, messages: { blocked: 'Ask Ada.' } }, {}, blocked)).toMatchObject({
      reason: 'blocked',
      message: 'Ask Ada.',
      trace: [],
    });
    const constant = denyMessage({}, 'failure');
    expect(run(base, {}, blocked)).toMatchObject({ message: constant });
    expect(constant).toMatch(/contact support/);
  });
});

describe('the trace', () => {
  it('tells where in a value the schema refused it, without the value', () => {
    const policy = defineClaims({
      ...base,
      claims: { role: { schema: z.object({ a: z.array(z.int()) }), description } },
    });
    const { trace } = run(policy, {}, { ...known, user: { attributes: { role: { a: [1, 'canary'] } }, version: 1 } });
    expect(trace[0]).toEqual({
      claim: 'role',
      token: 'id_token',
      sources: [{ kind: 'user', version: 1 }],
      overrode: [],
      outcome: 'withheld',
      reason: 'invalid_value',
      detail: 'schema refused it at a.1',
    });
    expect(run(base, {}, { ...known, user: { attributes: { role: 1 }, version: 1 } }).trace[0]).toMatchObject({
      detail: 'schema refused it',
    });
  });

  it('counts the bytes that a claim takes in the token', () => {
    const { trace } = run(base, {}, { ...known, user: { attributes: { role: 'é' }, version: 1 } });
    expect(trace[0]).toMatchObject({ bytes: Buffer.byteLength('"https://c.example/role":"é"') });
  });

  it('says why a name is refused, and what a value looks like', () => {
    const plain = defineClaims({
      ...base,
      namespace: null,
      claims: { sub: { schema: z.string(), description }, note: { schema: z.string(), description } },
      always: ['sub', 'note'],
    });
    const reserved = { names: new Set(['note']), prefixes: [] };
    const detail = (limits: Partial<HookLimits>, claim: string, attributes: Record<string, string>) => {
      const entry = run(plain, {}, { ...nobody, user: { attributes, version: 1 } }, limits).trace.find(
        (trace) => trace.claim === claim,
      );
      return entry?.outcome === 'withheld' ? entry.detail : undefined;
    };
    expect(detail({}, 'sub', { sub: 'x' })).toBe('registered by RFC 7519 s.4.1.2');
    expect(detail({ reserved: { ...referenceLimits.reserved, id_token: reserved } }, 'note', { note: 'x' })).toBe(
      'reserved by the IdP',
    );
    expect(detail({}, 'note', { note: '4111111111111111' })).toBe('payment card number');
    expect(detail({ bytes: 5 }, 'note', { note: 'x' })).toBe('the claims of this token exceed 5 bytes');
  });

  it('names what a stale answer leaves out', () => {
    expect(run(base, {}, { ...known, freshness: 'stale' }).trace[0]).toMatchObject({
      reason: 'no_value',
      detail: 'stale attributes, and the claim is not marked staleOk',
    });
  });
});

describe('policies of a kind that only a mistake makes', () => {
  it('do not stop the decision: what cannot be carried is withheld', () => {
    const policy = defineClaims({ ...base, namespace: 'not a URL' });
    expect(run(policy).trace[0]).toMatchObject({ reason: 'forbidden_namespace', detail: 'namespace is not a URL' });
  });

  it('undeclared attributes under a reserved name stay out', () => {
    const policy: ClaimsPolicy = { ...base, namespace: null, undeclared: 'release' };
    const { claims, trace } = issued(
      run(policy, {}, { ...nobody, user: { attributes: { iss: 'evil', fine: 1 }, version: 1 } }),
    );
    expect(claims.id_token).toEqual({ fine: 1 });
    expect(trace.find(({ claim }) => claim === 'iss')).toMatchObject({
      reason: 'reserved_name',
      sources: [{ kind: 'user', version: 1 }],
    });
  });

  it('undeclared attributes cannot pass for a declared claim, nor for ours about the decision', () => {
    const policy: ClaimsPolicy = defineClaims({
      ...base,
      claims: {
        role: { ...base.claims.role, namespace: 'https://c.example/a/' },
        other: { schema: z.string(), description },
      },
      audienceNamespaces: { 'https://api.example.com': 'https://c.example/api#' },
      scopes: { admin: ['role', 'other'] },
      always: [],
      undeclared: 'release',
    });
    const attributes = {
      'a/role': 'ROOT',
      'api#other': 'ROOT',
      claims_epoch: 99,
      claims_status: 'ok',
      claims_version: 'v',
      fine: 1,
    };
    const { claims, trace } = issued(run(policy, {}, { ...nobody, user: { attributes, version: 1 } }));
    for (const released of Object.values(claims)) expect(released).toEqual({ 'https://c.example/fine': 1 });
    expect(trace.find(({ claim }) => claim === 'claims_epoch')).toMatchObject({
      reason: 'reserved_name',
      detail: 'the name of another claim',
    });
  });

  it('undeclared attributes stay out of a stale answer and of tokens that are not there', () => {
    const policy: ClaimsPolicy = { ...base, undeclared: 'release' };
    const attributes: SubjectAttributes = { ...nobody, user: { attributes: { fine: 1 }, version: 1 } };
    expect(issued(run(policy, { tokens: ['id_token'] }, attributes)).claims).toEqual({
      id_token: { 'https://c.example/fine': 1 },
      access_token: {},
      userinfo: {},
    });
    const stale = run(policy, {}, { ...attributes, freshness: 'stale' });
    expect(stale.trace.find(({ claim }) => claim === 'fine')).toMatchObject({ reason: 'undeclared' });
  });

  it('undeclared attributes are refused by text-only hooks unless they are text', () => {
    const policy: ClaimsPolicy = { ...base, undeclared: 'release' };
    const attributes: SubjectAttributes = { ...nobody, user: { attributes: { n: 1, t: 'x' }, version: 1 } };
    expect(issued(run(policy, {}, attributes, { values: 'string' })).claims.id_token).toEqual({
      'https://c.example/t': 'x',
    });
  });

  it('undeclared attributes with a sensitive name or a name that holds a number stay out', () => {
    const policy: ClaimsPolicy = { ...base, undeclared: 'release' };
    const attributes: SubjectAttributes = {
      ...nobody,
      user: { attributes: { password: 'x', '4111111111111111': 'x' }, version: 1 },
    };
    expect(issued(run(policy, {}, attributes)).claims.id_token).toEqual({});
  });
});
