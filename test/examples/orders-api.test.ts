import { type CryptoKey, createLocalJWKSet, exportJWK, generateKeyPair, type JWTVerifyGetKey, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOrdersApi } from '../../examples/api/orders-api.ts';
import { runClaims } from '../support/run-claims.ts';

const issuer = 'https://idp.example.com/';
const audience = 'https://orders.example.com';
const ns = 'https://claims.example.com/';

let privateKey: CryptoKey;
let keys: JWTVerifyGetKey;
beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  privateKey = pair.privateKey;
  keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), alg: 'RS256', kid: 'one' }] });
});

const request = async (path: string, claims: Readonly<Record<string, unknown>>, method = 'GET') => {
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('auth0|42')
    .setExpirationTime('5m')
    .sign(privateKey);
  return createOrdersApi({ keys, issuer, audience }).request(path, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
};

describe('the worked example of reading claims', () => {
  it('reads a claim with its type from a verified token', async () => {
    const answer = await request('/orders', { [`${ns}user_id`]: 42 });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ owner: 42 });
  });

  it('decides by a claim', async () => {
    expect((await request('/orders/1', { [`${ns}user_role`]: 'admin' }, 'DELETE')).status).toBe(204);
    expect((await request('/orders/1', { [`${ns}user_role`]: 'customer' }, 'DELETE')).status).toBe(403);
    expect((await request('/orders/1', {}, 'DELETE')).status).toBe(403);
  });

  it('does not take a claim without its namespace, nor one of another type', async () => {
    expect((await request('/orders', { user_id: 42 })).status).toBe(403);
    expect((await request('/orders', { [`${ns}user_id`]: '42' })).status).toBe(401);
  });

  it('refuses a degraded token, a forged one and none', async () => {
    const degraded = { [`${ns}user_id`]: 42, [`${ns}claims_status`]: 'degraded' };
    expect((await request('/orders', degraded)).status).toBe(401);
    const { privateKey: other } = await generateKeyPair('RS256');
    const forged = await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(audience)
      .sign(other);
    const api = createOrdersApi({ keys, issuer, audience });
    expect((await api.request('/orders', { headers: { authorization: `Bearer ${forged}` } })).status).toBe(401);
    expect((await api.request('/orders')).status).toBe(401);
  });

  it('has the module that `claims types` makes now', async () => {
    const checked = await runClaims([
      'types',
      '--token',
      'access_token',
      '--output',
      'examples/api/claims.ts',
      '--check',
    ]);
    expect(checked.stderr).toBe('');
    expect(checked.code).toBe(0);
  });
});
