import { describe, expect, it } from 'vitest';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { dottedPaths } from '../../lib/claims/dotted-paths.ts';

/** `{ a: { a: { a: ... 'end' } } }` */
const nested = (depth: number): ClaimValue => (depth === 0 ? 'end' : { a: nested(depth - 1) });

describe('dottedPaths', () => {
  it.each<[string, ClaimValue | undefined, Record<string, ClaimValue>]>([
    ['nothing', undefined, {}],
    ['a text', 'x', { top: 'x' }],
    ['null', null, { top: null }],
    ['a list as a whole', [{ a: 1 }], { top: [{ a: 1 }] }],
    ['an empty object', {}, { top: {} }],
    [
      'an object and what is in it',
      { plan: 'gold', limits: { items: 3, tags: ['a'] }, none: null },
      {
        top: { plan: 'gold', limits: { items: 3, tags: ['a'] }, none: null },
        'top.plan': 'gold',
        'top.limits': { items: 3, tags: ['a'] },
        'top.limits.items': 3,
        'top.limits.tags': ['a'],
        'top.none': null,
      },
    ],
    ['no member that is undefined', { plan: undefined }, { top: { plan: undefined } }],
    ['names with dots as they are', { 'a.b': 1 }, { top: { 'a.b': 1 }, 'top.a.b': 1 }],
  ])('has %s', (_what, value, paths) => expect(dottedPaths('top', value)).toStrictEqual(paths));

  it('goes eight levels down, and no further', () => {
    const paths = Object.keys(dottedPaths('top', nested(12)));
    expect(paths).toHaveLength(9);
    expect(paths.at(-1)).toBe(`top${'.a'.repeat(8)}`);
  });
});
