import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../lib/claims/compile.ts';
import { degradedIssue } from '../../lib/claims/degrade.ts';
import { requestWith } from '../support/decision.ts';
import { referenceLimits } from '../support/reference-limits.ts';
import { goodPolicy } from './good-policy.ts';

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
