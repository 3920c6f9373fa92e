import { describe, expect, it } from 'vitest';
import { hooks } from '../../functions/hooks.ts';
import { hookFixtures } from '../support/hooks/index.ts';
import { describeTokenHook } from './token-hook.ts';

describe('the contract of all token hooks', () => {
  it('is kept by every hook of the registry, and by no other', () => {
    const described = new Set(hookFixtures.map(({ hook }) => hook.name));
    expect([...described].toSorted()).toEqual(Object.keys(hooks).toSorted());
    for (const { hook } of hookFixtures) expect(Object.values(hooks)).toContain(hook);
  });

  it('finds every hook under its own name', () => {
    for (const [name, hook] of Object.entries(hooks)) expect(hook.name).toBe(name);
  });
});

for (const fixture of hookFixtures) describeTokenHook(fixture);
