import { describe, expect, it } from 'vitest';
import { checkRequests } from '../../../bin/check/check-requests.ts';
import { type HookName, hooks } from '../../../functions/hooks.ts';
import { type ClaimDefinition, defineClaims } from '../../../lib/claims/policy.ts';
import type { HookMode } from '../../../lib/hook-instance.ts';
import { goodPolicy, role } from '../../claims/good-policy.ts';
import { checkTarget } from '../../support/check-target.ts';

const at = (name: HookName, mode: HookMode = 'enforce') => ({ ...checkTarget({}, { mode }), hook: hooks[name] });
const check = (
  narrowing: Partial<ClaimDefinition<typeof role.schema>>,
  ...targets: Parameters<typeof checkRequests>[1]
) => checkRequests(defineClaims({ ...goodPolicy, claims: { role: { ...role, ...narrowing } } }), targets);
const cognito = at('cognito/pre-token-generation-v2');
const zitadel = at('zitadel/pre-access-token');

describe('checkRequests', () => {
  it('finds a claim for audiences where no event names one', () => {
    expect(check({ audiences: ['api'] }, cognito, zitadel, at('zitadel/pre-userinfo', 'off'))).toMatchObject([
      {
        rule: 'never-released',
        severity: 'error',
        claim: 'role',
        message: 'is for `audiences`, and no enabled hook tells the audience: it is never released',
      },
    ]);
    expect(check({ audiences: ['api'] }, cognito, at('okta/token-inline-hook'))).toEqual([]);
    expect(check({ audiences: ['api'] }, cognito, checkTarget())).toEqual([]);
    expect(check({ audiences: ['project'] }, at('firebase/before-sign-in'))).toEqual([]);
  });

  it('only warns where a hook that is still switched off would fit', () => {
    const okta = at('okta/token-inline-hook', 'off');
    const severities = (...found: Parameters<typeof check>) => check(...found).map(({ severity }) => severity);
    expect(severities({ audiences: ['api'] }, cognito, zitadel, okta)).toEqual(['warning']);
    expect(severities({ grantTypes: ['client_credentials'] }, cognito, okta)).toEqual(['warning']);
    const v1 = at('cognito/pre-token-generation-v1', 'off');
    expect(severities({ grantTypes: ['client_credentials'] }, cognito, v1)).toEqual(['error']);
    expect(severities({ audiences: ['api'] }, okta)).toEqual([]);
  });

  it('finds a claim for grant types with which no hook is called', () => {
    expect(check({ grantTypes: ['client_credentials', 'implicit'] }, cognito)).toMatchObject([
      {
        rule: 'never-released',
        message:
          'is for the grant types client_credentials, implicit, with which no enabled hook is called: it is never released',
        remedy: 'use authorization_code, refresh_token, password, or remove `grantTypes`',
      },
    ]);
    expect(check({ grantTypes: ['client_credentials', 'password'] }, cognito)).toEqual([]);
    expect(check({ grantTypes: ['client_credentials'] }, cognito, zitadel)).toEqual([]);
    // Told by the rules of the policy.
    expect(check({ grantTypes: ['authorisation_code'] }, cognito)).toEqual([]);
    expect(check({ grantTypes: ['urn:example:own'] }, cognito, at('hydra/token-hook'))).toEqual([]);
  });

  it('says nothing of claims that are not narrowed, nor without hooks, and leaves empty lists to another rule', () => {
    expect(check({}, cognito)).toEqual([]);
    expect(check({ audiences: [], grantTypes: [] }, cognito)).toEqual([]);
    expect(check({ audiences: ['api'], grantTypes: ['implicit'] })).toEqual([]);
  });
});
