import { describe, expect, it } from 'vitest';
import type { Issue } from '../lib/claims/decision.ts';
import { observeDifferences, observeScopeDifferences } from '../lib/observe-differences.ts';
import { nothingPresent } from '../lib/token-request.ts';
import { requestFor } from './contracts/attribute-source.ts';

const none = { id_token: [], access_token: [], userinfo: [] };
const issue = (change: Partial<Issue>): Issue => ({
  outcome: 'issue',
  claims: { id_token: {}, access_token: {}, userinfo: {} },
  stale: none,
  suppress: none,
  scopes: { add: [], remove: [] },
  freshness: 'fresh',
  version: 'v',
  trace: [],
  ...change,
});

const tokens = { tokens: ['access_token'] } as const;
const present = (claims: Record<string, string>) => ({ present: { ...nothingPresent, access_token: claims } });

describe('the IdP’s own claims that the policy takes out', () => {
  const suppressing = issue({ suppress: { ...none, access_token: ['email', 'phone'], id_token: ['email'] } });
  const differences = (claims: Record<string, string>) =>
    observeDifferences(requestFor('u', { ...tokens, ...present(claims) }), suppressing);

  it('are told where the token carries them', () => {
    expect(differences({ email: 'a@example.com', role: 'x' })).toEqual([
      { token: 'access_token', name: 'email', difference: 'suppressed' },
    ]);
  });

  it('are all told where the event does not say what the token carries', () => {
    expect(differences({}).map(({ name }) => name)).toEqual(['email', 'phone']);
  });

  it('are compared instead where one of ours takes their place', () => {
    const claims = { id_token: {}, access_token: { email: 'b@example.com' }, userinfo: {} };
    const request = requestFor('u', { ...tokens, ...present({ email: 'a@example.com' }) });
    expect(observeDifferences(request, { ...suppressing, claims })).toEqual([
      { token: 'access_token', name: 'email', difference: 'different' },
    ]);
  });
});

describe('scopes', () => {
  const changing = issue({ scopes: { add: ['read', 'write'], remove: ['profile', 'email'] } });
  const scopesOf = (granted: readonly string[], requested: readonly string[] = []) =>
    observeScopeDifferences(requestFor('u', { scopes: { granted, requested } }), changing);

  it('are told where the token would get or lose them', () => {
    expect(scopesOf(['read', 'profile'])).toEqual({ added: ['write'], removed: ['profile'] });
    expect(scopesOf([], ['write', 'email'])).toEqual({ added: ['read', 'write'], removed: ['email'] });
  });

  it('are all told where the event names none', () => {
    expect(scopesOf([])).toEqual({ added: ['read', 'write'], removed: ['profile', 'email'] });
  });

  it('are not told where nothing changes, or nobody gets a token', () => {
    expect(scopesOf(['read', 'write'])).toBeUndefined();
    const denied = { outcome: 'deny', reason: 'blocked', message: '', version: 'v', trace: [] } as const;
    expect(observeScopeDifferences(requestFor('u'), denied)).toBeUndefined();
    expect(observeDifferences(requestFor('u'), denied)).toEqual([]);
  });
});
