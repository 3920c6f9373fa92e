import { describe, expect, test } from 'vitest';
import { startAdministration } from './support.ts';

describe('consent preview', () => {
  const consent = (client: string, scopes: string[]) =>
    startAdministration().administration.consent({ instance: 'login', client, scopes });

  test('names what the client would get with these scopes, with descriptions and no values', () => {
    const claims = consent('shop', ['order']);
    expect(claims.map(({ claim }) => claim)).toEqual(['user_id', 'user_role', 'plan', 'flags', 'tenant', 'build_hash']);
    expect(claims[0]).toEqual({
      claim: 'user_id',
      description: 'Id in the order system',
      tokens: ['id_token', 'access_token', 'userinfo'],
    });
  });

  test('leaves out what a scope releases that the client is not entitled to', () => {
    expect(consent('other', ['order']).map(({ claim }) => claim)).toEqual(['plan', 'flags', 'tenant', 'build_hash']);
  });

  test('refuses an instance that does not exist, and names those that do', () => {
    const { administration } = startAdministration();
    expect(() => administration.consent({ instance: 'nope', client: 'shop', scopes: [] })).toThrow(
      'hooks.config.ts has: login.',
    );
  });
});
