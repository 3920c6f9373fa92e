import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import type { SubjectAttributes } from '../../lib/claims/subject-attributes.ts';
import type { TokenKind } from '../../lib/token-request.ts';
import { decided, issued, nobody, traceOf } from '../support/decision.ts';

const text = { schema: z.string(), description: 'For the tests' } as const;
const three = {
  namespace: null,
  claims: { a: text, b: text, c: text },
  scopes: {},
  always: ['a', 'b', 'c'],
  unknownSubject: 'defaults',
} as const satisfies ClaimsPolicy;
const all = { a: 'one', b: 'zwei', c: 'drüben' };
const holder: SubjectAttributes = { ...nobody, user: { attributes: all, version: 2 } };

/** What the JSON of a token's claims takes, by the encoder itself. */
const bytesOf = (claims: ClaimsSet): number => Buffer.byteLength(JSON.stringify(claims));
const within = (bytes: number, policy: ClaimsPolicy = three, attributes = holder) =>
  issued(decided(policy, {}, attributes, { bytes }));

describe('the budget of a token', () => {
  it('holds exactly as many bytes as the JSON of its claims has', () => {
    expect(within(bytesOf(all)).claims.id_token).toEqual(all);
    expect(within(bytesOf(all) - 1).claims.id_token).toEqual({ a: 'one', b: 'zwei' });
    expect(within(bytesOf({ a: 'one', b: 'zwei' })).claims.id_token).toEqual({ a: 'one', b: 'zwei' });
    expect(within(bytesOf({ a: 'one', b: 'zwei' }) - 1).claims.id_token).toEqual({ a: 'one' });
    expect(within(bytesOf({ a: 'one' }) - 1).claims.id_token).toEqual({});
  });

  it('is counted for each token by itself', () => {
    const policy = defineClaims({
      ...three,
      claims: { a: text, b: { ...text, tokens: ['id_token', 'userinfo'] }, c: { ...text, tokens: ['userinfo'] } },
    });
    const { claims } = within(bytesOf({ a: 'one', b: 'zwei' }), policy);
    expect(claims).toEqual({
      id_token: { a: 'one', b: 'zwei' },
      access_token: { a: 'one' },
      userinfo: { a: 'one', b: 'zwei' },
    });
  });

  it('is not used up by claims that are withheld for another reason', () => {
    const attributes = { ...nobody, user: { attributes: { ...all, b: 7, c: '4111 1111 1111 1111' }, version: 1 } };
    expect(within(bytesOf({ a: 'one' }), three, attributes).claims.id_token).toEqual({ a: 'one' });
  });

  it.each<[string, Partial<Record<'a' | 'b' | 'c', number>>, readonly string[]]>([
    ['the last declared of equals', {}, ['a', 'b']],
    ['a claim of negative priority before one that has none', { b: -1 }, ['a', 'c']],
    ['a claim that has no priority before a positive one', { b: 1, c: 1 }, ['b', 'c']],
    ['the lowest, wherever it is declared', { a: 1, b: 3, c: 2 }, ['b', 'c']],
  ])('loses %s', (_what, priorities, kept) => {
    const policy = defineClaims({
      ...three,
      claims: {
        a: { ...text, priority: priorities.a ?? 0 },
        b: { ...text, priority: priorities.b ?? 0 },
        c: { ...text, priority: priorities.c ?? 0 },
      },
    });
    const same = { ...nobody, user: { attributes: { a: 'x', b: 'x', c: 'x' }, version: 1 } };
    expect(Object.keys(within(bytesOf({ a: 'x', b: 'x' }), policy, same).claims.id_token)).toEqual(kept);
  });

  it('traces what it drops with its sources, and the others as released', () => {
    const decision = within(
      bytesOf(all) - 1,
      defineClaims({ ...three, claims: { ...three.claims, c: { ...text, default: 'd' } } }),
    );
    expect(traceOf(decision, 'c')).toEqual({
      claim: 'c',
      token: 'id_token',
      sources: [{ kind: 'user', version: 2 }],
      overrode: [{ kind: 'default' }],
      outcome: 'withheld',
      reason: 'over_budget',
      detail: `the claims of this token exceed ${bytesOf(all) - 1} bytes`,
    });
    expect(traceOf(decision, 'a')).toMatchObject({ outcome: 'released', bytes: '"a":"one"'.length });
  });

  it('issues no token where what it drops is required', () => {
    const policy = defineClaims({ ...three, claims: { ...three.claims, c: { ...text, required: true } } });
    expect(decided(policy, {}, holder, { bytes: bytesOf(all) })).toMatchObject({ outcome: 'issue' });
    expect(decided(policy, {}, holder, { bytes: bytesOf(all) - 1 })).toMatchObject({
      outcome: 'deny',
      reason: 'required_claim_missing',
    });
  });
});

describe('the budget of a token that has claims already', () => {
  const carrying = (
    present: ClaimsSet,
    bytes: number,
    counted = true,
    attributes: SubjectAttributes = holder,
    token: TokenKind = 'id_token',
  ) =>
    issued(
      decided(three, { present: { id_token: {}, access_token: {}, userinfo: {}, [token]: present } }, attributes, {
        bytes,
        bytesIncludePresent: counted,
      }),
    ).claims;
  const there = { iss: 'https://idp.example/', name: 'Zoë' };

  it('counts them where the IdP does, to the byte', () => {
    expect(carrying(there, bytesOf({ ...there, ...all })).id_token).toEqual(all);
    expect(carrying(there, bytesOf({ ...there, ...all }) - 1).id_token).toEqual({ a: 'one', b: 'zwei' });
    expect(carrying(there, bytesOf({ ...there, ...all }) - 1).access_token).toEqual(all);
    expect(carrying({}, bytesOf(all)).id_token).toEqual(all);
    expect(carrying(there, bytesOf({ ...there, ...all }) - 1, true, holder, 'userinfo').userinfo).toEqual({
      a: 'one',
      b: 'zwei',
    });
  });

  it('does not count them where the IdP does not', () => {
    expect(carrying(there, bytesOf(all), false).id_token).toEqual(all);
  });

  it('counts one that ours overwrites twice, because it stays where ours is withheld', () => {
    const twice = bytesOf({ ...all, A: 'old' });
    expect(carrying({ a: 'old' }, twice).id_token).toEqual(all);
    expect(carrying({ a: 'old' }, twice - 1).id_token).toEqual({ a: 'one', b: 'zwei' });
  });

  it('has nothing to drop where theirs alone are too many', () => {
    expect(carrying(there, 10, true, nobody).id_token).toEqual({});
    expect(carrying(there, 10).id_token).toEqual({});
  });
});
