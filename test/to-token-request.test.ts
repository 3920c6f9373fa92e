import { describe, expect, it } from 'vitest';
import type { HookInstance } from '../lib/hook-instance.ts';
import { toTokenRequest } from '../lib/to-token-request.ts';
import { type IncomingTokenRequest, nothingPresent } from '../lib/token-request.ts';
import { plainInstance } from './support/hook-world.ts';

const incoming: IncomingTokenRequest = {
  grantType: 'authorization_code',
  subject: { kind: 'user', id: 'u' },
  client: 'shop',
  scopes: { granted: ['openid', 'order'], requested: ['openid', 'order', 'inventory'] },
  audiences: [],
  groups: ['a', 'b'],
  idpAttributes: {},
  tokens: ['id_token', 'access_token'],
  present: nothingPresent,
};
const translate = (request: Partial<IncomingTokenRequest>, instance: Partial<HookInstance> = {}) =>
  toTokenRequest({ ...incoming, ...request }, { ...plainInstance, ...instance });

describe('the scopes that count as granted', () => {
  const entitled = { shop: ['order', 'admin'] };

  it('are the granted ones where the IdP tells them', () => {
    expect(translate({}).scopes.granted).toEqual(['openid', 'order']);
  });

  it('are none where the IdP tells only what was requested', () => {
    expect(translate({ scopes: { requested: ['order'] } }).scopes.granted).toEqual([]);
  });

  it('are the requested ones that the client is entitled to', () => {
    expect(translate({}, { scopes: { from: 'requested', entitled } }).scopes.granted).toEqual(['order']);
  });

  it.each(['other', '', 'constructor', '__proto__', 'toString'])(
    'are none for the client %j that is not listed',
    (client) => {
      expect(translate({ client }, { scopes: { from: 'requested', entitled } }).scopes.granted).toEqual([]);
    },
  );

  it('are the assumed ones where the IdP tells nothing', () => {
    expect(translate({ scopes: {} }, { scopes: { from: 'assumed', scopes: ['order'] } }).scopes).toEqual({
      granted: ['order'],
      requested: [],
    });
  });

  it('count once', () => {
    expect(translate({ scopes: { granted: ['a', 'a'] } }).scopes).toEqual({ granted: ['a'], requested: ['a'] });
  });
});

describe('the groups of the event', () => {
  it.each([
    ['directory', []],
    ['event', ['a', 'b']],
    ['both', ['a', 'b']],
  ] as const)('count by the instance’s source %s', (groups, expected) => {
    expect(translate({}, { groups }).groups).toEqual(expected);
  });

  it('are compared in NFC and by case, count once, and an empty name is none', () => {
    expect(translate({ groups: ['Zoe\u0308', 'Zo\u00eb', 'ZO\u00cb', ''] }).groups).toEqual(['ZO\u00cb', 'Zo\u00eb']);
  });
});

describe('what an IdP names in any order', () => {
  it('makes the same request', () => {
    const scopes = { granted: ['b', 'a'], requested: ['c', 'a', 'b'] };
    expect(translate({ scopes, audiences: ['z', 'y'], groups: ['h', 'g'] })).toMatchObject({
      scopes: { granted: ['a', 'b'], requested: ['a', 'b', 'c'] },
      audiences: ['y', 'z'],
      groups: ['g', 'h'],
    });
  });
});

describe('the tokens', () => {
  it('are those of the event that the instance’s admin has set up', () => {
    expect(translate({}).tokens).toEqual(['id_token', 'access_token']);
    expect(translate({}, { tokens: ['access_token', 'userinfo'] }).tokens).toEqual(['access_token']);
  });
});

it('the realm is the instance’s', () => {
  expect(translate({}, { realm: 'eu' }).realm).toBe('eu');
});
