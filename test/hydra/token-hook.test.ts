import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { hydraRefreshTokenHook } from '../../functions/hydra/refresh-token-hook.ts';
import { hydraTokenHook } from '../../functions/hydra/token-hook.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent, recordedEvents } from '../support/recorded-event.ts';

const event = (name: string) => z.parse(hydraTokenHook.event, recordedEvent('hydra', `token-hook-${name}`));
const request = (name: string, settings = {}) => hydraTokenHook.toTokenRequest(event(name), settings);
const legacy = () => z.parse(hydraRefreshTokenHook.event, recordedEvent('hydra', 'refresh-token-hook'));
const role = 'https://claims.example.com/user_role';
const company = 'https://claims.example.com/company_id';

describe('hydra/token-hook', () => {
  it.each(recordedEvents('hydra', 'token-hook'))('takes the recorded event %s', (name) => {
    const sent = z.parse(hydraTokenHook.event, recordedEvent('hydra', name));
    expect(hydraTokenHook.toTokenRequest(sent, {}).subject.id).not.toBe('');
  });

  it('reads subject, client, scopes, audience and what the session carries already', () => {
    expect(request('authorization-code')).toMatchObject({
      grantType: 'authorization_code',
      subject: { kind: 'user', id: 'foo' },
      client: 'app-client',
      scopes: { granted: ['openid', 'offline', 'order'], requested: ['openid', 'offline', 'order'] },
      audiences: ['https://api.example.com'],
      tokens: ['id_token', 'access_token', 'userinfo'],
      present: { id_token: { consented: 'yes' }, access_token: { consented: 'yes' }, userinfo: { consented: 'yes' } },
    });
  });

  it('takes client_credentials for the client itself, although Hydra writes its id into the subject', () => {
    expect(request('client-credentials')).toMatchObject({
      subject: { kind: 'client', id: 'reports' },
      tokens: ['access_token'],
    });
  });

  it('issues no ID token where openid is not granted', () => {
    expect(request('jwt-bearer').tokens).toEqual(['access_token']);
  });

  it('reads the metadata of the client that the instance vouches for', () => {
    const settings = { idpAttributes: ['client.metadata.tier'] };
    expect(request('authorization-code', settings).idpAttributes).toEqual({ 'client.metadata.tier': 'gold' });
  });

  it('refuses a person without a subject', () => {
    const sent = JSON.parse(JSON.stringify(recordedEvent('hydra', 'token-hook-refresh')).replaceAll('"foo"', '""'));
    expect(z.safeParse(hydraTokenHook.event, sent).success).toBe(false);
  });

  describe('issue', () => {
    it('gives back what consent put into the session, because a 200 replaces it', () => {
      const decision = issueOf({ claims: { id_token: { [role]: 'admin' }, access_token: { [role]: 'admin' } } });
      expect(hydraTokenHook.issue(event('authorization-code'), decision)).toEqual({
        status: 200,
        body: {
          session: {
            id_token: { sid: '4b1d2e', consented: 'yes', [role]: 'admin' },
            access_token: { consented: 'yes', [role]: 'admin' },
          },
        },
      });
    });

    it('takes out our claims of the last time that were not released again', () => {
      const decision = issueOf({
        claims: { access_token: { [role]: 'customer' } },
        stale: { id_token: [role], access_token: [company] },
      });
      expect(hydraTokenHook.issue(event('refresh-with-our-claims'), decision)).toEqual({
        status: 200,
        body: {
          session: {
            id_token: { sid: '4b1d2e', consented: 'yes' },
            access_token: { consented: 'yes', [role]: 'customer' },
          },
        },
      });
    });

    it('cleans up at refresh even when there is nothing to put in', () => {
      const decision = issueOf({ stale: { id_token: [role], access_token: [role, company] } });
      expect(hydraTokenHook.issue(event('refresh-with-our-claims'), decision)).toMatchObject({
        status: 200,
        body: { session: { access_token: { consented: 'yes' } } },
      });
    });

    it('takes out what the policy suppresses, but never the session id', () => {
      const decision = issueOf({ suppress: { id_token: ['consented', 'sid'] } });
      expect(hydraTokenHook.issue(event('authorization-code'), decision)).toMatchObject({
        body: { session: { id_token: { sid: '4b1d2e' }, access_token: { consented: 'yes' } } },
      });
      expect(JSON.stringify(hydraTokenHook.issue(event('authorization-code'), decision).body)).toMatch(
        /"id_token":\{"sid":"4b1d2e"\}/,
      );
    });

    it('answers 204 where nothing changes: a 200 without a body is an error to Hydra', () => {
      expect(hydraTokenHook.issue(event('authorization-code'), issueOf())).toEqual({ status: 204 });
      const same = issueOf({
        claims: { id_token: { [role]: 'admin' }, access_token: { [role]: 'admin', [company]: 42 } },
      });
      expect(hydraTokenHook.issue(event('refresh-with-our-claims'), same)).toEqual({ status: 204 });
    });

    it('keeps a session without claims of its own', () => {
      const decision = issueOf({ claims: { access_token: { [role]: 'admin' } } });
      expect(hydraTokenHook.issue(event('version-1'), decision)).toMatchObject({
        body: { session: { access_token: { [role]: 'admin' }, id_token: { sid: '' } } },
      });
    });
  });

  it('leaves the session alone with 204', () => {
    expect(hydraTokenHook.unchanged(event('refresh-with-our-claims'))).toEqual({ status: 204 });
  });

  it.each([
    ['blocked', 403, 'access_denied'],
    ['failure', 500, 'server_error'],
    ['unverified_caller', 401, 'server_error'],
    ['invalid_event', 400, 'server_error'],
  ] as const)('answers %s with %i', (reason, status, error) => {
    expect(hydraTokenHook.deny({ reason, message: 'No.' })).toEqual({
      status,
      body: { error, error_description: 'No.' },
    });
  });
});

describe('hydra/refresh-token-hook', () => {
  it('reads the legacy body', () => {
    expect(hydraRefreshTokenHook.toTokenRequest(legacy(), {})).toMatchObject({
      grantType: 'refresh_token',
      subject: { kind: 'user', id: 'foo' },
      client: 'app-client',
      scopes: { granted: ['openid', 'offline', 'order'] },
      present: { access_token: { [role]: 'admin' } },
    });
  });

  it('reads the scopes from the requester where they are not repeated at the top', () => {
    const { granted_scopes: _, ...sent } = JSON.parse(JSON.stringify(recordedEvent('hydra', 'refresh-token-hook')));
    const event = z.parse(hydraRefreshTokenHook.event, sent);
    expect(hydraRefreshTokenHook.toTokenRequest(event, {}).scopes.granted).toEqual(['openid', 'offline', 'order']);
  });

  it('answers as the token hook does', () => {
    const decision = issueOf({ stale: { id_token: [role], access_token: [role] } });
    expect(hydraRefreshTokenHook.issue(legacy(), decision)).toEqual({
      status: 200,
      body: { session: { id_token: { sid: '' }, access_token: {} } },
    });
    expect(hydraRefreshTokenHook.deny({ reason: 'blocked', message: 'No.' }).status).toBe(403);
    expect(hydraRefreshTokenHook.unchanged(legacy())).toEqual({ status: 204 });
  });
});
