import { describe, expect, it } from 'vitest';
import { safeParse } from 'zod/v4/core';
import { auth0CredentialsExchange } from '../../functions/auth0/credentials-exchange.ts';
import { hookBody } from './support/recorded.ts';

const toRequest = (name: string) => {
  const { data, success } = safeParse(auth0CredentialsExchange.event, hookBody(name));
  if (!success) throw new Error(`${name} was refused`);
  return auth0CredentialsExchange.toTokenRequest(data, {});
};

describe('auth0/credentials-exchange', () => {
  it('speaks for the client itself, with the scopes that were granted', () => {
    expect(toRequest('credentials-exchange')).toEqual({
      grantType: 'client_credentials',
      subject: { kind: 'client', id: 'stock-sync' },
      client: 'stock-sync',
      scopes: { granted: ['inventory'], requested: ['inventory', 'order'] },
      audiences: ['https://api.example.com'],
      organization: undefined,
      groups: [],
      idpAttributes: {},
      tokens: ['access_token'],
      present: { id_token: {}, access_token: {}, userinfo: {} },
    });
  });

  it('takes the organization', () => {
    expect(toRequest('credentials-exchange-organization').organization).toBe('org_acme');
  });

  it('tells "no scope was granted" from "nobody said"', () => {
    expect(toRequest('credentials-exchange-no-scope').scopes).toEqual({ granted: [], requested: [] });
    expect(toRequest('credentials-exchange-minimal').scopes).toEqual({ requested: [] });
  });

  it('knows the names of the claims that are there already', () => {
    expect(toRequest('credentials-exchange-present-claims').present.access_token).toEqual({
      'https://claims.example.com/company_id': null,
      region: null,
    });
  });

  it('refuses an event of the other trigger', () => {
    expect(safeParse(auth0CredentialsExchange.event, hookBody('post-login')).success).toBe(false);
  });
});
