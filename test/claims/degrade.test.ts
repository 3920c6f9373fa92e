import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../lib/claims/compile.ts';
import { degradedIssue } from '../../lib/claims/degrade.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { HookLimits } from '../../lib/token-hook.ts';
import type { TokenRequest } from '../../lib/token-request.ts';
import { requestWith } from '../support/decision.ts';
import { referenceLimits } from '../support/reference-limits.ts';
import { goodPolicy } from './good-policy.ts';
import { base } from './one-claim.ts';

describe('degradedIssue', () => {
  it('is an answer that says nothing but that it is degraded', () => {
    const suppress = { access_token: ['username'], userinfo: ['email'] };
    const changed = { ...goodPolicy, suppress, changeScopes: () => ({ add: ['admin'], remove: ['openid'] }) };
    const request = requestWith({ tokens: ['id_token'] });
    expect(degradedIssue(compilePolicy(changed, referenceLimits), request)).toEqual({
      outcome: 'issue',
      claims: { id_token: { 'https://c.example/claims_status': 'degraded' }, access_token: {}, userinfo: {} },
      stale: { id_token: [], access_token: [], userinfo: [] },
      suppress: { id_token: [], access_token: ['username'], userinfo: ['email'] },
      scopes: { add: [], remove: [] },
      freshness: 'degraded',
      version: '',
      trace: [
        {
          claim: 'claims_status',
          token: 'id_token',
          sources: [{ kind: 'system' }],
          overrode: [],
          outcome: 'released',
          name: 'https://c.example/claims_status',
          bytes: '"https://c.example/claims_status":"degraded"'.length,
        },
      ],
    });
  });

  it('suppresses nothing where the hook cannot', () => {
    const suppress = { id_token: ['name'], access_token: ['username'], userinfo: ['email'] };
    const compiled = compilePolicy({ ...goodPolicy, suppress }, { ...referenceLimits, canSuppress: false });
    expect(degradedIssue(compiled, requestWith()).suppress).toEqual({ id_token: [], access_token: [], userinfo: [] });
  });

  it('leaves the marker where an earlier degraded answer put it', () => {
    const present = { id_token: { 'https://c.example/claims_status': 'stale' }, access_token: {}, userinfo: {} };
    const { stale } = degradedIssue(compilePolicy(goodPolicy, referenceLimits), requestWith({ present }));
    expect(stale.id_token).toEqual([]);
  });
});

describe('the degraded answer', () => {
  const degraded = (policy: ClaimsPolicy, request: Partial<TokenRequest> = {}, limits: Partial<HookLimits> = {}) =>
    degradedIssue(compilePolicy(policy, { ...referenceLimits, ...limits }), requestWith(request));

  it('has no claims of ours but the marker', () => {
    const decision = degraded({ ...base, housekeeping: { version: true, epoch: true } });
    for (const claims of Object.values(decision.claims))
      expect(claims).toEqual({ 'https://c.example/claims_status': 'degraded' });
    expect(decision.freshness).toBe('degraded');
    expect(decision.trace).toHaveLength(3);
  });

  it('has none at all where the policy turned the marker off', () => {
    const decision = degraded({ ...base, housekeeping: { status: false } });
    expect(decision.claims).toEqual({ id_token: {}, access_token: {}, userinfo: {} });
    expect(decision.trace).toEqual([]);
  });

  it('has it only where the token exists, the hook reaches it and the name is free', () => {
    const reserved = { names: new Set(['https://c.example/claims_status']), prefixes: [] };
    const decision = degraded(
      base,
      { tokens: ['id_token', 'access_token'] },
      {
        tokens: ['access_token', 'userinfo', 'id_token'],
        reserved: { ...referenceLimits.reserved, id_token: reserved },
      },
    );
    expect(decision.claims).toEqual({
      id_token: {},
      access_token: { 'https://c.example/claims_status': 'degraded' },
      userinfo: {},
    });
  });

  it('takes out what an earlier answer of ours left, and what the policy suppresses', () => {
    const decision = degraded(
      { ...base, retiredNamespaces: ['https://old.example/'], suppress: { id_token: ['email'] } },
      {
        present: {
          id_token: { 'https://c.example/role': 'r', 'https://old.example/x': 1, name: 'n' },
          access_token: {},
          userinfo: {},
        },
      },
    );
    expect(decision.stale.id_token).toEqual(['https://c.example/role', 'https://old.example/x']);
    expect(decision.suppress).toEqual({ id_token: ['email'], access_token: [], userinfo: [] });
    expect(decision.scopes).toEqual({ add: [], remove: [] });
  });
});
