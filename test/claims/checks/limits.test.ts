import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../lib/claims/check-policy.ts';
import type { ClaimsPolicy } from '../../../lib/claims/policy.ts';
import { checkTarget } from '../../support/check-target.ts';
import { goodPolicy } from '../good-policy.ts';

const check = (changes: object) => checkPolicy({ ...goodPolicy, ...changes } as ClaimsPolicy, [checkTarget()]);

describe('checkLimits', () => {
  it.each(['cookie', 'header', 200])('takes the budget %j', (size) => {
    expect(check({ budget: { size, onExceeded: 'drop' } })).toEqual([]);
  });

  it.each([-5, 0, 1.5, Number.NaN, 'cookies'])('names the budget %j, and not the claims', (size) => {
    expect(check({ budget: { size, onExceeded: 'drop' } })).toEqual([
      {
        severity: 'error',
        rule: 'limit',
        message: `budget.size is ${JSON.stringify(size)}: no claim fits`,
        remedy: "use 'cookie', 'header' or a whole number of bytes above 0",
        link: 'docs/checks.md#limit',
      },
    ]);
  });

  it('takes limits above 0, and tells each that is not', () => {
    expect(check({ limits: { depth: 1, arrayLength: 1, stringLength: 20 } })).toEqual([]);
    expect(check({ limits: { depth: -1, arrayLength: 5, stringLength: 0.5 } })).toMatchObject([
      {
        severity: 'error',
        rule: 'limit',
        message: 'limits.depth is -1: values are withheld for it',
        remedy: 'use a whole number above 0, or leave it out',
      },
      { message: 'limits.stringLength is 0.5: values are withheld for it' },
    ]);
    expect(check({ limits: { depth: 0 } })).toHaveLength(1);
  });
});
