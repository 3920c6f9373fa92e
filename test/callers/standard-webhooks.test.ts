import { randomBytes, randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verifyStandardWebhooks, webhookKeys } from '../../lib/callers/standard-webhooks.ts';
import { InvalidConfigurationError } from '../../lib/errors.ts';
import type { HttpHookCall } from '../../lib/hook-call.ts';

const now = Date.UTC(2026, 10, 20, 12, 0, 0);
const secret = randomBytes(32).toString('base64');

const call = (body: string, headers: Readonly<Record<string, string>>): HttpHookCall => ({
  door: 'http',
  method: 'POST',
  headers,
  body: Buffer.from(body),
  parameters: {},
});

/** Signed by the reference library, which shares no code with the verifier. */
const signed = (body: string, { key = secret, at = now, id = `msg_${randomUUID()}` } = {}) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at / 1000)),
  'webhook-signature': new Webhook(key).sign(id, new Date(at), body),
});

const verify = (request: HttpHookCall, stored = secret, toleranceSeconds?: number) =>
  verifyStandardWebhooks(request, webhookKeys(stored, 'hook'), { toleranceSeconds, now }).verified;

describe('a signature of the reference library', () => {
  it('is accepted for any body', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (body) => {
        expect(verify(call(body, signed(body)))).toBe(true);
      }),
    );
  });

  it('is refused for any other body', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (body, other) => {
        fc.pre(body !== other);
        expect(verify(call(other, signed(body)))).toBe(false);
      }),
    );
  });

  it.each([
    ['plain base64', secret],
    ['the prefix whsec_', `whsec_${secret}`],
    ['Supabase’s prefix', `v1,whsec_${secret}`],
    ['several of Supabase’s, joined', `v1,whsec_${randomBytes(24).toString('base64')}|v1,whsec_${secret}`],
    ['base64 without padding', secret.replace(/=+$/, '')],
  ])('is accepted with the secret stored as %s', (_title, stored) => {
    expect(verify(call('{}', signed('{}')), stored)).toBe(true);
  });

  it.each([' ', ', ', '  '])('is found among others that are separated by %j', (separator) => {
    const genuine = signed('{}');
    const forged = signed('{}', { key: randomBytes(32).toString('base64') });
    const headers = {
      ...genuine,
      'webhook-signature': [forged['webhook-signature'], genuine['webhook-signature'], 'v1a,x'].join(separator),
    };
    expect(verify(call('{}', headers))).toBe(true);
  });
});

describe('the window', () => {
  it.each([
    [300_000, true],
    [-300_000, true],
    [301_000, false],
    [-301_000, false],
  ])('takes a call from %i ms ago: %s', (age, accepted) => {
    expect(verify(call('{}', signed('{}', { at: now - age })))).toBe(accepted);
  });

  it('is as wide as the instance says', () => {
    const old = call('{}', signed('{}', { at: now - 61_000 }));
    expect([verify(old, secret, 60), verify(old, secret, 61)]).toEqual([false, true]);
  });
});

describe('a stored secret that is none', () => {
  it.each(['', 'not base64!', 'whsec_', `whsec_${secret} and more`])('is named, not shown: %j', (stored) => {
    expect(() => webhookKeys(stored, 'hook-secret')).toThrow(InvalidConfigurationError);
    expect(() => webhookKeys(stored, 'hook-secret')).toThrow(/"hook-secret"/);
    expect(() => webhookKeys(`${secret}!`, 'hook-secret')).not.toThrow(secret);
  });
});

describe('whether the secret may have been rotated', () => {
  it('is asked only for a signature in form and time that no known secret made', () => {
    const other = { key: randomBytes(32).toString('base64') };
    const keys = webhookKeys(secret, 'hook');
    const unknown = verifyStandardWebhooks(call('{}', signed('{}', other)), keys, { now });
    const late = verifyStandardWebhooks(call('{}', signed('{}', { ...other, at: now - 400_000 })), keys, { now });
    expect([unknown, late]).toMatchObject([{ unknownSecret: true }, { verified: false }]);
    expect(late).not.toHaveProperty('unknownSecret');
  });
});
