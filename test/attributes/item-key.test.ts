import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ItemKey } from '../../lib/attributes/item.ts';
import { toItemKey, toPartitionKey } from '../../lib/attributes/item-key.ts';
import { InvalidKeyError } from '../../lib/errors.ts';

const realm = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.stringMatching(/^[#%a-c25|]{1,12}$/),
    fc.constantFrom('__proto__', 'constructor', '%23', '%2523', '#', '##', '%', ' '),
  )
  .filter((value) => value.isWellFormed());
const composed = text.map((value) => value.normalize('NFC'));

const itemKey: fc.Arbitrary<ItemKey> = fc.oneof(
  fc.record({ kind: fc.constant('user' as const), realm, subject: text }),
  fc.record({ kind: fc.constant('member' as const), realm, organization: text, subject: text }),
  fc.record({ kind: fc.constant('group' as const), realm, name: composed }),
  fc.record({ kind: fc.constant('org' as const), realm, id: text }),
  fc.record({ kind: fc.constant('client' as const), realm, id: text }),
  fc.record({ kind: fc.constant('hook' as const), instance: realm }),
);

describe('item keys', () => {
  it.each<[string, ItemKey]>([
    ['user#customers#auth0|5f7', { kind: 'user', realm: 'customers', subject: 'auth0|5f7' }],
    ['user#customers#a#b', { kind: 'user', realm: 'customers', subject: 'a#b' }],
    ['member#customers#acme#a#b', { kind: 'member', realm: 'customers', organization: 'acme', subject: 'a#b' }],
    ['member#customers#a%23b#c', { kind: 'member', realm: 'customers', organization: 'a#b', subject: 'c' }],
    ['member#customers#a%2523b#c', { kind: 'member', realm: 'customers', organization: 'a%23b', subject: 'c' }],
    ['group#customers#staff', { kind: 'group', realm: 'customers', name: 'staff' }],
    ['org#customers#acme', { kind: 'org', realm: 'customers', id: 'acme' }],
    ['client#customers#shop', { kind: 'client', realm: 'customers', id: 'shop' }],
    ['hook#auth0-login', { kind: 'hook', instance: 'auth0-login' }],
  ])('write %s and read it back', (partitionKey, key) => {
    expect(toPartitionKey(key)).toBe(partitionKey);
    expect(toItemKey(partitionKey)).toEqual(key);
  });

  it('can be read back, whatever their parts hold', () => {
    fc.assert(
      fc.property(itemKey, (key) => {
        expect(toItemKey(toPartitionKey(key))).toEqual(key);
      }),
    );
  });

  it('of two items never meet', () => {
    fc.assert(
      fc.property(itemKey, itemKey, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(toPartitionKey(one)).not.toBe(toPartitionKey(other));
      }),
    );
  });

  it('take two spellings of a group name for one', () => {
    expect(toPartitionKey({ kind: 'group', realm: 'r', name: 'Cafe\u0301' })).toBe('group#r#Caf\u00e9');
  });

  it.each<[string, ItemKey]>([
    ['an empty subject', { kind: 'user', realm: 'r', subject: '' }],
    ['an empty organization', { kind: 'member', realm: 'r', organization: '', subject: 'a' }],
    ['a realm with #', { kind: 'user', realm: 'r#s', subject: 'a' }],
    ['an empty realm', { kind: 'org', realm: '', id: 'a' }],
    ['an instance with #', { kind: 'hook', instance: 'a#b' }],
    ['a lone surrogate', { kind: 'client', realm: 'r', id: 'a\udc00' }],
    ['a subject beyond 2048 bytes', { kind: 'user', realm: 'r', subject: 'é'.repeat(1021) }],
    ['a group name beyond 1024 bytes', { kind: 'group', realm: 'r', name: 'x'.repeat(1017) }],
  ])('refuse %s', (_title, key) => {
    expect(() => toPartitionKey(key)).toThrow(InvalidKeyError);
  });

  it('take the longest parts that DynamoDB takes', () => {
    expect(Buffer.byteLength(toPartitionKey({ kind: 'user', realm: 'r', subject: `${'é'.repeat(1020)}x` }))).toBe(2048);
    expect(Buffer.byteLength(toPartitionKey({ kind: 'group', realm: 'r', name: 'x'.repeat(1016) }))).toBe(1024);
  });

  it('do not quote a subject that they refuse', () => {
    const subject = `canary${'x'.repeat(2048)}`;
    expect(() => toPartitionKey({ kind: 'user', realm: 'r', subject })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });

  it.each([
    '',
    'user',
    'user#r',
    'user#r#',
    'user##a',
    'member#r#a',
    'hook#a#b',
    'hook#',
    'team#r#a',
    'USER#r#a',
    'group#r#Cafe\u0301',
  ])('are not %j', (partitionKey) => {
    expect(() => toItemKey(partitionKey)).toThrow(InvalidKeyError);
  });
});
