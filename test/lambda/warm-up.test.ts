import { describe, expect, it, vi } from 'vitest';
import { warmUpDuringInit } from '../../lib/lambda/warm-up.ts';
import { createModeOverrides } from '../../lib/mode-overrides.ts';
import { plainInstance } from '../support/hook-world.ts';

const modeOverrides = createModeOverrides({}, Date.now);

describe('warming up during INIT', () => {
  it('ends although what it waits for does not, and tells it to stop', async () => {
    let ended = false;
    const warmUp = ({ signal }: { readonly signal: AbortSignal }) =>
      new Promise<void>(() => signal.addEventListener('abort', () => (ended = true)));
    await warmUpDuringInit({ warmUp, modeOverrides }, []);
    expect(ended).toBe(true);
  });

  it('is no reason for the function not to start', async () => {
    const warmUp = () => Promise.reject(new Error('no'));
    await expect(warmUpDuringInit({ warmUp, modeOverrides }, [])).resolves.toBeUndefined();
  });

  it('reads the overrides of observing instances, and only of those', async () => {
    const loadMode = vi.fn(async () => ({ mode: { mode: 'enforce' as const } }));
    const instances = (['observe', 'enforce', 'off'] as const).map((mode) => ({
      name: mode,
      settings: { ...plainInstance, mode },
    }));
    const read = createModeOverrides({ loadMode }, Date.now);
    await warmUpDuringInit({ warmUp: async () => undefined, modeOverrides: read }, instances);
    expect(loadMode.mock.calls).toMatchObject([['observe', {}]]);
    expect(read.strictestModeOf(instances.slice(0, 1))).toBe('enforce');
  });
});
