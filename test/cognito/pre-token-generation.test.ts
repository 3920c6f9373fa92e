import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { pickVersion } from '../../functions/cognito/pick-version.ts';
import { cognitoPreTokenGenerationV1 } from '../../functions/cognito/pre-token-generation-v1.ts';
import { cognitoPreTokenGenerationV2 } from '../../functions/cognito/pre-token-generation-v2.ts';
import { cognitoPreTokenGenerationV3 } from '../../functions/cognito/pre-token-generation-v3.ts';
import type { Issue } from '../../lib/claims/decision.ts';
import { InvalidConfigurationError, InvalidEventError } from '../../lib/errors.ts';
import { recordedEvent, recordedEvents } from '../support/recorded-event.ts';

const decision: Issue = {
  outcome: 'issue',
  claims: {
    id_token: { 'https://claims.example.com/user_role': 'admin' },
    access_token: { 'https://claims.example.com/company': { id: 42 } },
    userinfo: {},
  },
  stale: { id_token: [], access_token: [], userinfo: [] },
  suppress: { id_token: ['phone_number'], access_token: [], userinfo: [] },
  scopes: { add: ['order'], remove: ['aws.cognito.signin.user.admin'] },
  freshness: 'fresh',
  version: 'v',
  trace: [],
};

const hookOf = (name: string) => {
  const hook = pickVersion(recordedEvent('cognito', name));
  if (!hook) throw new Error(`no version picked for ${name}`);
  return hook;
};
const translate = (name: string, settings = {}) => {
  const hook = hookOf(name);
  return hook.toTokenRequest(z.parse(hook.event, recordedEvent('cognito', name)), settings);
};
const issue = (name: string, given: Partial<Issue> = {}) => {
  const hook = hookOf(name);
  return hook.issue(z.parse(hook.event, recordedEvent('cognito', name)), { ...decision, ...given });
};

describe('pickVersion', () => {
  it.each([
    ['v0-cognito-local', cognitoPreTokenGenerationV1],
    ['v1-hosted-auth', cognitoPreTokenGenerationV1],
    ['v2-hosted-auth', cognitoPreTokenGenerationV2],
    ['v3-hosted-auth', cognitoPreTokenGenerationV3],
  ])('reads the version of %s', (name, hook) => {
    expect(pickVersion(recordedEvent('cognito', name))).toBe(hook);
  });

  it.each([undefined, null, 'text', {}, { version: '4' }, { version: 1 }, { version: '__proto__' }])(
    'knows no hook for %j',
    (event) => {
      expect(pickVersion(event)).toBeUndefined();
    },
  );
});

describe('the token request', () => {
  it.each([
    ['hosted-auth', 'authorization_code'],
    ['authentication', 'password'],
    ['new-password-challenge', 'password'],
    ['authenticate-device', 'password'],
    ['refresh-tokens', 'refresh_token'],
  ])('has the grant type of %s', (source, grantType) => {
    for (const version of ['v1', 'v2', 'v3']) expect(translate(`${version}-${source}`)).toMatchObject({ grantType });
  });

  it('is a person with groups and granted scopes', () => {
    expect(translate('v2-hosted-auth')).toEqual({
      grantType: 'authorization_code',
      subject: { kind: 'user', id: 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111' },
      email: 'jane.doe@example.com',
      client: '1example23456789',
      scopes: { granted: ['openid', 'email', 'order'] },
      audiences: [],
      groups: ['support', 'beta'],
      idpAttributes: {},
      tokens: ['id_token', 'access_token'],
      present: { id_token: {}, access_token: {}, userinfo: {} },
    });
  });

  it('has no scopes and only the ID token in V1', () => {
    expect(translate('v1-hosted-auth')).toMatchObject({ scopes: { granted: undefined }, tokens: ['id_token'] });
  });

  it.each(['v3-client-credentials', 'v3-client-credentials-bare', 'v3-client-credentials-nulls'])(
    'is a machine in %s',
    (name) => {
      expect(translate(name)).toMatchObject({
        grantType: 'client_credentials',
        subject: { kind: 'client', id: '1example23456789' },
        scopes: { granted: ['order'] },
        groups: [],
        tokens: ['access_token'],
      });
    },
  );

  it('takes the subject from the field that the instance names', () => {
    expect(translate('v3-hosted-auth', { subject: 'userName' }).subject).toEqual({ kind: 'user', id: 'JaneDoe' });
    expect(translate('v3-hosted-auth', { subject: 'sub' }).subject.id).toBe('a1b2c3d4-5678-90ab-cdef-EXAMPLE11111');
  });

  it.each(['email', 'custom:plan', 'Sub', ''])('takes no other field: %j', (subject) => {
    expect(() => translate('v3-hosted-auth', { subject })).toThrow(InvalidConfigurationError);
    expect(() => translate('v3-hosted-auth', { subject })).toThrow(/expected "sub" or "userName"/);
  });

  it('refuses a person without a subject, naming the field', () => {
    const event = z.parse(cognitoPreTokenGenerationV2.event, recordedEvent('cognito', 'v2-hosted-auth'));
    const nobody = { ...event, request: { userAttributes: { email: 'jane@example.com' } }, userName: undefined };
    expect(() => cognitoPreTokenGenerationV2.toTokenRequest(nobody, {})).toThrow(InvalidEventError);
    expect(() => cognitoPreTokenGenerationV2.toTokenRequest(nobody, { subject: 'userName' })).toThrow(/userName/);
  });

  it('takes only the attributes that the instance vouches for', () => {
    expect(translate('v2-hosted-auth', { idpAttributes: ['custom:plan', 'custom:none', 'toString'] })).toMatchObject({
      idpAttributes: { 'custom:plan': 'gold' },
    });
    expect(translate('v2-hosted-auth', { idpAttributes: [] }).idpAttributes).toEqual({});
  });

  it('knows no e-mail address that is not verified', () => {
    expect(translate('v0-cognito-local').email).toBeUndefined();
  });

  it('names a source that is new, so that no grant type of the policy fits it', () => {
    const event = z.parse(cognitoPreTokenGenerationV2.event, {
      ...Object(recordedEvent('cognito', 'v2-hosted-auth')),
      triggerSource: 'TokenGeneration_Passkey',
    });
    expect(cognitoPreTokenGenerationV2.toTokenRequest(event, {}).grantType).toBe('TokenGeneration_Passkey');
  });
});

describe('the answer', () => {
  it('is V1 in the shape of V1', () => {
    expect(issue('v1-hosted-auth')).toEqual({
      event: {
        ...Object(recordedEvent('cognito', 'v1-hosted-auth')),
        response: {
          claimsOverrideDetails: {
            claimsToAddOrOverride: { 'https://claims.example.com/user_role': 'admin' },
            claimsToSuppress: ['phone_number'],
          },
        },
      },
    });
  });

  it.each(['v2-hosted-auth', 'v3-refresh-tokens'])('is %s with both tokens and the scopes', (name) => {
    expect(issue(name)).toEqual({
      event: {
        ...Object(recordedEvent('cognito', name)),
        response: {
          claimsAndScopeOverrideDetails: {
            idTokenGeneration: {
              claimsToAddOrOverride: { 'https://claims.example.com/user_role': 'admin' },
              claimsToSuppress: ['phone_number'],
            },
            accessTokenGeneration: {
              claimsToAddOrOverride: { 'https://claims.example.com/company': { id: 42 } },
              claimsToSuppress: [],
              scopesToAdd: ['order'],
              scopesToSuppress: ['aws.cognito.signin.user.admin'],
            },
          },
        },
      },
    });
  });

  it('has nothing for an ID token that a machine does not get', () => {
    expect(issue('v3-client-credentials')).toHaveProperty('event.response.claimsAndScopeOverrideDetails', {
      accessTokenGeneration: expect.anything(),
    });
  });

  it.each(recordedEvents('cognito'))('replaces the response of %s, keeps the rest and wipes no group', (name) => {
    const before = recordedEvent('cognito', name);
    const answer = issue(name);
    expect(answer).toEqual({ event: { ...Object(before), response: expect.anything() } });
    expect(JSON.stringify(answer)).not.toContain('groupOverrideDetails');
    expect(hookOf(name).unchanged(z.parse(hookOf(name).event, before))).toEqual({ event: before });
  });

  it.each(['', 'two words', 'quote"', 'ä'])(
    'refuses to add the scope %j, for which Cognito would refuse the login',
    (scope) => {
      expect(() => issue('v2-hosted-auth', { scopes: { add: [scope], remove: [] } })).toThrow(
        InvalidConfigurationError,
      );
    },
  );

  it('is a message without a full stop, because Cognito adds one', () => {
    expect(cognitoPreTokenGenerationV3.deny({ reason: 'blocked', message: 'Your access is suspended.' })).toEqual({
      error: 'Your access is suspended',
    });
  });
});
