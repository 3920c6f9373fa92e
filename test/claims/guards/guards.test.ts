import { describe, expect, it } from 'vitest';
import { namespaceFault } from '../../../lib/claims/guards/namespace.ts';
import { isReservedName } from '../../../lib/claims/guards/reserved-name.ts';
import { defaultShapeLimits, shapeFault } from '../../../lib/claims/guards/shape.ts';
import { budgetBytes, overBudget, utf8Length } from '../../../lib/claims/guards/size.ts';
import { decodeText, encodeValue } from '../../../lib/claims/guards/value-type.ts';

describe('namespaceFault', () => {
  it.each([
    'https://claims.example.com/',
    'http://example.com/a/b#',
    'https://example.com/x#',
    'https://notauth0.com/',
  ])('takes %s', (namespace) => expect(namespaceFault(namespace)).toBeUndefined());

  it.each([
    ['claims', 'is not a URL'],
    ['urn:example:claims/', 'is not an http or https URL'],
    ['ftp://example.com/', 'is not an http or https URL'],
    ['https://me:secret@example.com/', 'holds credentials'],
    ['https://me@example.com/', 'holds credentials'],
    ['https://:x@example.com/', 'holds credentials'],
    ['https://example.com', 'does not end in "/" or "#"'],
    ['https://example.com/claims', 'does not end in "/" or "#"'],
    ['https://example.com/a b/', 'does not end in "/" or "#"'],
    [' https://example.com/', 'does not end in "/" or "#"'],
    ['https://auth0.com/', 'is on auth0.com, which Auth0 keeps for itself'],
    ['https://tenant.eu.auth0.com/claims/', 'is on auth0.com, which Auth0 keeps for itself'],
    ['https://x.webtask.io/', 'is on webtask.io, which Auth0 keeps for itself'],
    ['https://webtask.run/', 'is on webtask.run, which Auth0 keeps for itself'],
  ])('refuses %s: it %s', (namespace, fault) => expect(namespaceFault(namespace)).toBe(fault));
});

describe('isReservedName', () => {
  const reserved = { names: new Set(['groups']), prefixes: ['cognito:', 'dev:'] };
  it('knows names and prefixes', () => {
    expect(isReservedName('groups', reserved)).toBe(true);
    expect(isReservedName('cognito:groups', reserved)).toBe(true);
    expect(isReservedName('dev:', reserved)).toBe(true);
    expect(isReservedName('my-groups', reserved)).toBe(false);
    expect(isReservedName('cognito', reserved)).toBe(false);
    expect(isReservedName('x-cognito:groups', reserved)).toBe(false);
  });
});

describe('shapeFault', () => {
  const limits = { depth: 2, arrayLength: 2, stringLength: 3 };
  it.each([
    ['abc', undefined],
    ['abcd', 'too_long'],
    [123456, undefined],
    [null, undefined],
    [[1, 2], undefined],
    [[1, 2, 3], 'too_long'],
    [['abcd'], 'too_long'],
    [[[1]], undefined],
    [[[[1]]], 'too_deep'],
    [{ a: { b: 1 } }, undefined],
    [{ a: { b: [] } }, 'too_deep'],
    [{ a: 1, b: 2, c: 3 }, 'too_long'],
    [{ long: 1 }, 'too_long'],
    [{ a: undefined }, undefined],
    [{ a: 1, b: 'abcd' }, 'too_long'],
    [[[], [[]]], 'too_deep'],
    ['', undefined],
    [true, undefined],
    [[], undefined],
    [{}, undefined],
    [['abc', 'abc'], undefined],
    [[[1, 2, 3]], 'too_long'],
    [{ abc: 1 }, undefined],
    [{ a: 1, long: 2 }, 'too_long'],
    [{ a: { long: 1 } }, 'too_long'],
    [{ a: undefined, b: 'abcd' }, 'too_long'],
    [{ a: null, b: [null] }, undefined],
    [[{ a: {} }], 'too_deep'],
    [[[['abcd']]], 'too_deep'],
  ])('%j: %s', (value, fault) => expect(shapeFault(value, limits)).toBe(fault));

  it.each([
    ['text', undefined],
    [7, undefined],
    [[], 'too_deep'],
    [{}, 'too_deep'],
  ])('takes scalars alone where no depth is allowed: %j', (value, fault) => {
    expect(shapeFault(value, { ...limits, depth: 0, stringLength: 4 })).toBe(fault);
  });

  it('takes no place in an array for the name of a member', () => {
    expect(shapeFault([1, [2]], { ...limits, stringLength: 0 })).toBeUndefined();
  });

  it('is generous by default', () => {
    expect(defaultShapeLimits).toEqual({ depth: 5, arrayLength: 256, stringLength: 2048 });
  });
});

describe('utf8Length', () => {
  it.each([
    '',
    'a',
    'é',
    '€',
    '😀',
    'a😀b',
    '\ud800',
    '\udc00',
    '\ud800a',
    '\ud83d\ud83d\ude00',
    'ß\u07ff\u0800\uffff',
    '\u007f\u0080',
    '\ud800\udc00',
    '\udbff\udfff',
    '\ud800é',
    '\ud83d€',
    '€\ude00',
    '\uffff\ude00',
    '\udc00\udc00',
  ])('counts %j as an encoder does', (text) => expect(utf8Length(text)).toBe(Buffer.byteLength(text, 'utf8')));
});

describe('overBudget', () => {
  const claims = [
    { bytes: 10, priority: 1 },
    { bytes: 10, priority: 0 },
    { bytes: 10, priority: 0 },
  ];
  // Three members, two commas, two braces.
  it('drops nothing that fits exactly', () => expect([...overBudget(claims, 34)]).toEqual([]));
  it('drops the last declared of the lowest priority', () => expect([...overBudget(claims, 33)]).toEqual([2]));
  it('drops no more than needed', () => expect([...overBudget(claims, 23)]).toEqual([2]));
  it('drops the next', () => expect([...overBudget(claims, 22)]).toEqual([2, 1]));
  it('drops all in the end', () => expect([...overBudget(claims, 2)]).toEqual([2, 1, 0]));
  it.each<[string, readonly (readonly [bytes: number, priority: number])[], number, readonly number[]]>([
    [
      'the lowest priority first, from wherever',
      [
        [9, 1],
        [9, -1],
        [9, 0],
        [9, -2],
      ],
      12,
      [3, 1, 2],
    ],
    [
      'negative priorities before 0',
      [
        [9, 0],
        [9, -1],
        [9, 0],
      ],
      22,
      [1],
    ],
    [
      'among three equals the last first',
      [
        [9, 0],
        [9, 0],
        [9, 0],
        [9, 1],
      ],
      22,
      [2, 1],
    ],
    [
      'a large one that makes room for the rest',
      [
        [99, 0],
        [1, 1],
        [1, 1],
      ],
      5,
      [0],
    ],
    [
      'small ones too, where they do not make room',
      [
        [1, 0],
        [99, 1],
      ],
      50,
      [0, 1],
    ],
    [
      'infinite priorities last',
      [
        [9, Number.POSITIVE_INFINITY],
        [9, 5],
        [9, Number.NEGATIVE_INFINITY],
      ],
      12,
      [2, 1],
    ],
    [
      'what has no bytes to itself',
      [
        [0, 0],
        [9, 1],
      ],
      11,
      [0],
    ],
  ])('drops %s', (_what, sizes, budget, dropped) => {
    const sized = sizes.map(([bytes, priority]) => ({ bytes, priority }));
    expect([...overBudget(sized, budget)]).toEqual(dropped);
  });
  it('has nothing to drop of nothing', () => expect([...overBudget([], 1)]).toEqual([]));
});

describe('budgetBytes', () => {
  it('knows its names', () => {
    expect(budgetBytes('cookie')).toBe(2200);
    expect(budgetBytes('header')).toBe(5000);
    expect(budgetBytes(77)).toBe(77);
  });
});

describe('encodeValue', () => {
  it.each([
    ['json', { a: [1, null] }, 'json', { a: [1, null] }],
    ['json', null, 'mixed', null],
    ['string', 'x', 'text', 'x'],
    ['string', 'x', 'mixed', 'x'],
    ['string', 1, 'json', '1'],
    ['string', true, 'json', 'true'],
    ['string', ['a'], 'json', '["a"]'],
    ['string', 1, 'mixed', undefined],
    ['string', null, 'json', undefined],
    ['string-or-string-array', 'x', 'text', 'x'],
    ['string-or-string-array', ['a'], 'json', ['a']],
    ['string-or-string-array', [], 'json', []],
    ['string-or-string-array', [1], 'json', '[1]'],
    ['string-or-string-array', ['a', 1], 'json', '["a",1]'],
    ['string-or-string-array', { a: 1 }, 'json', '{"a":1}'],
    ['string-or-string-array', 5, 'json', '5'],
    ['scalar-or-string-array', 5, 'json', 5],
    ['scalar-or-string-array', false, 'json', false],
    ['scalar-or-string-array', 'x', 'text', 'x'],
    ['scalar-or-string-array', ['a'], 'json', ['a']],
    ['scalar-or-string-array', [1], 'json', '[1]'],
    ['scalar-or-string-array', null, 'json', undefined],
  ] as const)('%s carries %j of a %s schema as %j', (types, value, form, carried) => {
    expect(encodeValue(value, types, form)).toEqual(carried);
  });

  it.each([1, true, ['a'], [1, { b: null }], { a: 'x' }])('%j can be read back from text', (value) => {
    expect(decodeText(encodeValue(value, 'string', 'json') ?? null, 'json')).toEqual(value);
  });

  it('reads strings back as they are, also those that look like JSON', () => {
    expect(decodeText('1', 'text')).toBe('1');
    expect(decodeText(['a'], 'json')).toEqual(['a']);
  });
});
