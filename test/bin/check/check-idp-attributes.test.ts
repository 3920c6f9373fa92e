import { describe, expect, it } from 'vitest';
import { checkIdpAttributes } from '../../../bin/check/check-idp-attributes.ts';
import { factsOf } from '../../../functions/hook-facts.ts';
import type { HookName } from '../../../functions/hooks.ts';
import { defineClaims } from '../../../lib/claims/policy.ts';
import type { HookFacts } from '../../../lib/hook-facts.ts';
import type { HookInstance } from '../../../lib/hook-instance.ts';
import { goodPolicy, role } from '../../claims/good-policy.ts';
import { checkTarget } from '../../support/check-target.ts';

const at = (hook: HookName, changes: Partial<HookInstance> = {}) => {
  const facts: HookFacts = factsOf(hook);
  return {
    instance: hook.replaceAll('/', '-'),
    instanceConfig: { ...checkTarget().instanceConfig, hook, ...changes },
    facts,
  };
};
const fedFrom = (idpAttribute: string) => defineClaims({ ...goodPolicy, claims: { role: { ...role, idpAttribute } } });
const auth0 = at('auth0/post-login');
const cognito = at('cognito/pre-token-generation-v2', { idpAttributes: ['custom:role'] });

describe('checkIdpAttributes', () => {
  it.each([
    ['app_metadata.role', [auth0]],
    ['roles', [auth0]],
    ['custom:role', [auth0, cognito]],
    ['custom:role', []],
    ['app_metadata.role', [cognito, at('supabase/custom-access-token')]],
  ])('takes %s from a hook that reads it', (attribute, instances) => {
    expect(checkIdpAttributes(fedFrom(attribute), instances)).toEqual([]);
  });

  it('says nothing of a policy that takes none', () => {
    expect(checkIdpAttributes(goodPolicy, [auth0, cognito])).toEqual([]);
  });

  it.each([
    ['app_metadata.role', [cognito]],
    ['custom:plan', [cognito]],
    ['app_metadatas', [auth0]],
    ['custom:role', [{ ...cognito, instanceConfig: { ...cognito.instanceConfig, mode: 'off' as const } }, auth0]],
    ['roles', [at('curity/claims')]],
  ])('warns of %s, which comes from no hook', (attribute, instances) => {
    expect(checkIdpAttributes(fedFrom(attribute), instances)).toMatchObject([
      {
        rule: 'idp-attribute',
        severity: 'warning',
        claim: 'role',
        message: `is fed from "${attribute}", which no hook instance vouches for: it never gets a value from there`,
      },
    ]);
  });

  it.each(['user_metadata', 'user_metadata.role'])('refuses %s, which users write, from anywhere', (attribute) => {
    const vouching = at('hydra/token-hook', { idpAttributes: [attribute] });
    expect(checkIdpAttributes(fedFrom(attribute), [vouching])).toMatchObject([
      { severity: 'error', claim: 'role', message: `is fed from "${attribute}", which users write themselves` },
      {
        severity: 'error',
        instance: 'hydra-token-hook',
        message: `vouches for "${attribute}", which users write themselves`,
      },
    ]);
    expect(
      checkIdpAttributes(fedFrom('user_metadatas'), [at('hydra/token-hook', { idpAttributes: ['user_metadatas'] })]),
    ).toEqual([]);
  });

  it('tells where a list of vouched attributes means nothing', () => {
    const of = (hook: HookName) => checkIdpAttributes(goodPolicy, [at(hook, { idpAttributes: ['roles'] })]);
    expect(of('auth0/post-login')).toMatchObject([
      {
        severity: 'warning',
        message: '`idpAttributes` means nothing here: the hook reads app_metadata and roles, whatever is listed',
      },
    ]);
    expect(of('curity/claims')).toMatchObject([
      { message: '`idpAttributes` means nothing here: the hook reads no IdP attribute' },
    ]);
    expect(of('okta/token-inline-hook')).toEqual([]);
  });
});
