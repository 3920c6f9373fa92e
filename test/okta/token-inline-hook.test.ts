import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { oktaTokenInlineHook as hook } from '../../functions/okta/token-inline-hook.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent, recordedEvents } from '../support/recorded-event.ts';

const event = (name: string) => z.parse(hook.event, recordedEvent('okta', name));
const request = (name: string, settings = {}) => hook.toTokenRequest(event(name), settings);

describe('okta/token-inline-hook', () => {
  it.each(recordedEvents('okta'))('takes the recorded event %s', (name) => {
    expect(request(name).client).toMatch(/^0oa1/);
  });

  it('reads user, client, scopes, audience and both tokens of an authorization code', () => {
    expect(request('authorization-code')).toMatchObject({
      grantType: 'authorization_code',
      subject: { kind: 'user', id: '00uq8tMo3zV0OfJON0g3' },
      client: '0oa1shop',
      scopes: { granted: ['openid', 'profile', 'order'], requested: ['openid', 'profile', 'order'] },
      audiences: ['api://default'],
      groups: [],
      tokens: ['id_token', 'access_token'],
    });
  });

  it('keys on the stable id, not on the login that the access token has as its subject', () => {
    expect(request('authorization-code').subject.id).not.toContain('@');
  });

  it('reads the implicit flow, which has no grant type', () => {
    expect(request('implicit').grantType).toBe('implicit');
  });

  it.each(['refresh', 'refresh-capitalised-without-openid'])('reads what was asked for first from %s', (name) => {
    expect(request(name)).toMatchObject({
      grantType: 'refresh_token',
      scopes: { requested: ['openid', 'profile', 'order', 'offline_access'] },
    });
  });

  it('takes a request without user for the client itself', () => {
    expect(request('client-credentials')).toMatchObject({
      grantType: 'client_credentials',
      subject: { kind: 'client', id: '0oa1reports' },
      tokens: ['access_token'],
      scopes: { granted: ['inventory'] },
    });
  });

  it('never takes a person for a machine: without user, an access token of somebody else is refused', () => {
    const sent = recordedEvent('okta', 'access-token-only');
    const edited = JSON.parse(JSON.stringify(sent).replaceAll('"uid":"00uq8tMo3zV0OfJON0g3",', ''));
    edited.data.context.user = null;
    edited.data.context.session = null;
    expect(z.safeParse(hook.event, edited).success).toBe(false);
  });

  it('does not count a scope that was not granted', () => {
    const sent = JSON.parse(
      JSON.stringify(recordedEvent('okta', 'authorization-code')).replace('"action":"GRANT"', '"action":"DENY"'),
    );
    expect(hook.toTokenRequest(z.parse(hook.event, sent), {}).scopes.granted).toEqual(['profile', 'order']);
  });

  it('finds groups where the authorization server has a groups claim', () => {
    expect(request('claims-of-the-authorization-server').groups).toEqual(['Everyone', 'staff']);
  });

  it('reads only the profile fields that the instance vouches for', () => {
    expect(request('authorization-code').idpAttributes).toEqual({});
    expect(request('authorization-code', { idpAttributes: ['profile.costCenter', 'profile.none'] })).toMatchObject({
      idpAttributes: { 'profile.costCenter': '4711' },
    });
  });

  describe('issue', () => {
    const claims = { 'https://claims.example.com/user_role': 'admin' };

    it('adds a claim to each token, its name as a JSON Pointer', () => {
      const decision = issueOf({ claims: { id_token: { 'urn:a~b/c': [1] }, access_token: claims } });
      expect(hook.issue(event('authorization-code'), decision)).toEqual({
        status: 200,
        body: {
          commands: [
            { type: 'com.okta.identity.patch', value: [{ op: 'add', path: '/claims/urn:a~0b~1c', value: [1] }] },
            {
              type: 'com.okta.access.patch',
              value: [{ op: 'add', path: '/claims/https:~1~1claims.example.com~1user_role', value: 'admin' }],
            },
          ],
        },
      });
    });

    it('sends no command for a token that is not issued', () => {
      const decision = issueOf({ claims: { id_token: claims, access_token: claims } });
      expect(hook.issue(event('access-token-only'), decision)).toMatchObject({
        body: { commands: [{ type: 'com.okta.access.patch' }] },
      });
      expect(JSON.stringify(hook.issue(event('access-token-only'), decision))).not.toContain('identity');
    });

    it('replaces a claim that is there already', () => {
      const decision = issueOf({ claims: { access_token: claims } });
      expect(hook.issue(event('claims-of-the-authorization-server'), decision)).toMatchObject({
        body: { commands: [{ value: [{ op: 'replace', value: 'admin' }] }] },
      });
    });

    it('removes only claims that are there and not of the system, since one refused operation voids all', () => {
      const name = 'https://claims.example.com/user_role';
      const decision = issueOf({
        stale: { access_token: [name, 'https://claims.example.com/absent'] },
        suppress: { id_token: ['email', 'iss', 'absent'] },
      });
      expect(hook.issue(event('claims-of-the-authorization-server'), decision)).toMatchObject({
        body: {
          commands: [
            { type: 'com.okta.identity.patch', value: [{ op: 'remove', path: '/claims/email' }] },
            {
              type: 'com.okta.access.patch',
              value: [{ op: 'remove', path: '/claims/https:~1~1claims.example.com~1user_role' }],
            },
          ],
        },
      });
    });

    it('does not remove what it sets', () => {
      const decision = issueOf({ claims: { access_token: claims }, suppress: { access_token: Object.keys(claims) } });
      expect(hook.issue(event('claims-of-the-authorization-server'), decision)).toMatchObject({
        body: { commands: [{ value: [{ op: 'replace' }] }] },
      });
      expect(JSON.stringify(hook.issue(event('claims-of-the-authorization-server'), decision))).not.toContain('remove');
    });

    it('answers 204 without a body where nothing changes', () => {
      expect(hook.issue(event('authorization-code'), issueOf())).toEqual({ status: 204 });
    });
  });

  it.each(['blocked', 'failure', 'unverified_caller', 'invalid_event'] as const)(
    'answers %s with 200 and an error, because Okta issues the token at any other status',
    (reason) => {
      expect(hook.deny({ reason, message: 'No.' })).toEqual({ status: 200, body: { error: { errorSummary: 'No.' } } });
    },
  );

  it('leaves the token alone with 204', () => {
    expect(hook.unchanged(event('authorization-code'))).toEqual({ status: 204 });
  });

  it('keeps the largest answer below 256 KB', () => {
    const claims: Record<string, number> = {};
    for (let index = 0; JSON.stringify(claims).length < hook.limits.bytes - 40; index += 1) {
      claims[`https://x.example/${index.toString(36)}`] = 1;
    }
    const answer = hook.issue(
      event('authorization-code'),
      issueOf({ claims: { id_token: claims, access_token: claims } }),
    );
    expect(JSON.stringify(answer.body).length).toBeLessThan(256_000);
  });
});
