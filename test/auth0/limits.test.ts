import { describe, expect, it } from 'vitest';
import { auth0CredentialsExchange } from '../../functions/auth0/credentials-exchange.ts';
import { restricted } from '../../functions/auth0/limits.ts';
import { auth0PostLogin } from '../../functions/auth0/post-login.ts';
import { carriesClaims } from '../../functions/auth0/resource-server.ts';

describe("Auth0's limits", () => {
  it('reserve all 60 restricted names in every token', () => {
    expect(restricted.names.size).toBe(60);
    for (const { limits } of [auth0PostLogin, auth0CredentialsExchange]) {
      for (const token of limits.tokens) {
        expect([...restricted.names].filter((name) => !limits.reserved[token].names.has(name))).toEqual([]);
        expect(limits.reserved[token].prefixes).toContain('urn:auth0');
      }
    }
  });

  it('let OIDC profile claims into the ID token and keep them out of the access token', () => {
    const { reserved, profileClaims } = auth0PostLogin.limits;
    expect(profileClaims).toBe(true);
    expect(reserved.id_token.names.has('nickname')).toBe(false);
    expect(reserved.userinfo.names.has('nickname')).toBe(false);
    expect(reserved.access_token.names.has('nickname')).toBe(true);
  });

  it('make one set of the ID token and userinfo', () => {
    expect(auth0PostLogin.limits.sharedClaimsSet).toEqual(['id_token', 'userinfo']);
  });

  it.each([
    ['https://api.example.com', true],
    ['urn:my-api', true],
    ['https://tenant.eu.auth0.com.example.com/api/v2/', true],
    ['https://tenant.eu.auth0.com/api/v2/', false],
    ['https://tenant.auth0.com/userinfo', false],
    ['', false],
    [undefined, false],
  ])('know whether an access token for %s can carry claims: %s', (audience, expected) => {
    expect(carriesClaims(audience)).toBe(expected);
  });
});
