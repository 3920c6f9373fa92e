import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModeOverride } from '../lib/attributes/item.ts';
import { effectiveMode } from '../lib/effective-mode.ts';

const modeFor = (id: string, override: ModeOverride | undefined, { client = 'app', instance = 'i' } = {}) =>
  effectiveMode({ instance, configured: 'observe', override, request: { subject: { kind: 'user', id }, client } });

const subjects = Array.from({ length: 2_000 }, (_, index) => `auth0|${index}`);
const enforced = (share: number, instance = 'i') =>
  subjects.filter((id) => modeFor(id, { mode: 'enforce', share }, { instance }) === 'enforce');

describe('the mode that counts', () => {
  it('is the configured one without an override', () => {
    expect(modeFor('u', undefined)).toBe('observe');
  });

  it('is the override’s for everybody where it names no one', () => {
    expect(modeFor('u', { mode: 'off' })).toBe('off');
  });

  it('is the override’s for the clients that it names', () => {
    const override = { mode: 'enforce', clients: ['app'] } as const;
    expect([modeFor('u', override), modeFor('u', override, { client: 'other' })]).toEqual(['enforce', 'observe']);
  });

  it('is off where the configuration says off, whatever the override', () => {
    const request = { subject: { kind: 'user', id: 'u' }, client: 'app' } as const;
    expect(effectiveMode({ instance: 'i', configured: 'off', override: { mode: 'enforce' }, request })).toBe('off');
  });

  it.each([
    ['off', { mode: 'off' }],
    ['off', { mode: 'off', share: 100 }],
    ['enforce', { mode: 'off', share: 99 }],
    ['enforce', { mode: 'off', clients: ['app'] }],
  ] as const)('is %s of a request that could not be read where the override is %j', (mode, override) => {
    expect(effectiveMode({ instance: 'i', configured: 'enforce', override, request: undefined })).toBe(mode);
  });

  it.each([
    ['enforce', { mode: 'enforce' }],
    ['observe', { mode: 'enforce', share: 99 }],
    ['observe', { mode: 'enforce', clients: ['app'] }],
    ['observe', { mode: 'off', share: 50 }],
  ] as const)('is %s of one at an observing hook where the override is %j', (mode, override) => {
    expect(effectiveMode({ instance: 'i', configured: 'observe', override, request: undefined })).toBe(mode);
  });

  it('needs both, the client and the share', () => {
    expect(modeFor('u', { mode: 'enforce', clients: ['app'], share: 0 })).toBe('observe');
    expect(modeFor('u', { mode: 'enforce', clients: ['other'], share: 100 })).toBe('observe');
  });
});

describe('a share of subjects', () => {
  it('is nobody at 0 and everybody at 100', () => {
    expect([enforced(0).length, enforced(100).length]).toEqual([0, subjects.length]);
  });

  it('is about as large as it says', () => {
    expect(enforced(25).length).toBeGreaterThan(400);
    expect(enforced(25).length).toBeLessThan(600);
  });

  it('only gains subjects when it grows', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(100), fc.nat(100), (id, share, more) => {
        fc.pre(share <= more);
        if (modeFor(id, { mode: 'enforce', share }) === 'enforce') {
          expect(modeFor(id, { mode: 'enforce', share: more })).toBe('enforce');
        }
      }),
    );
  });

  it('is another one at another instance, so that it is not always the same people who try things out', () => {
    expect(enforced(25, 'other')).not.toEqual(enforced(25));
  });
});
