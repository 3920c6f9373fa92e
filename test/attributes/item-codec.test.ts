import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../lib/attributes/item.ts';
import { fromItem, toItem } from '../../lib/attributes/item-codec.ts';
import { type TableRecord, toStoredItem } from '../../lib/attributes/item-record.ts';
import { putItem } from '../../lib/attributes/next-item.ts';
import type { Attributes } from '../../lib/claims/claim-value.ts';
import { ItemTooLargeError, MalformedItemError } from '../../lib/errors.ts';

const key = { kind: 'user', realm: 'customers', subject: 'ada' } as const;
const at = '2026-01-01T00:00:00.000Z';
const itemOf = (attributes: Attributes): Item =>
  putItem({ key, current: undefined, options: { by: 'test', expectedVersion: 0 }, at }, { attributes });

const record: TableRecord = {
  pk: { S: 'user#customers#ada' },
  attributes: { M: { plan: { S: 'gold' } } },
  version: { N: '3' },
  epoch: { N: '0' },
  updatedAt: { S: at },
  updatedBy: { S: 'test' },
};

describe('item codec', () => {
  it('gives back any attributes that were let in', () => {
    const json = fc.jsonValue({ maxDepth: 6 }).filter((value) => {
      const text = JSON.stringify(value);
      return text.isWellFormed() && !/\\ud[89a-f]/.test(text);
    });
    const names = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('__proto__', '\\__proto__', '\\\\__proto__', 'constructor', 'toString', 'S', 'N', 'M'),
    );
    fc.assert(
      fc.property(fc.dictionary(names, json, { noNullPrototype: true }), (attributes) => {
        let item: Item;
        try {
          item = itemOf(attributes as Attributes);
        } catch (error) {
          // Numbers that the table cannot hold and empty nested names are refused at the door.
          expect(error).toBeInstanceOf(MalformedItemError);
          return;
        }
        expect(toItem(fromItem(item, 'id'))).toEqual(item);
        expect(toStoredItem(fromItem(item, 'id')).attributes).toEqual(item.attributes);
      }),
    );
  });

  it('leaves fields alone that it does not know', () => {
    expect(toItem({ ...record, futureField: { B: new Uint8Array(1) } })).toMatchObject({ key, version: 3 });
    expect(toStoredItem({ ...record, futureField: { B: new Uint8Array(1) } })).toMatchObject({ version: 3 });
  });

  it.each<[string, string, AttributeValue | undefined]>([
    ['no attributes', 'attributes', undefined],
    ['attributes as text', 'attributes', { S: '{}' }],
    ['attributes as a list', 'attributes', { L: [] }],
    ['attributes that are null', 'attributes', { NULL: true }],
    ['a set in the attributes', 'attributes', { M: { tags: { SS: ['canary'] } } }],
    ['binary in the attributes', 'attributes', { M: { a: { L: [{ B: new Uint8Array(1) }] } } }],
    ['a number that JavaScript would change', 'attributes', { M: { id: { N: '12345678901234567890' } } }],
    ['groups as a set', 'groups', { SS: ['canary'] }],
    ['groups that are not text', 'groups', { L: [{ N: '1' }] }],
    ['an organization that is no text', 'organization', { N: '1' }],
    ['a precedence with a fraction', 'precedence', { N: '1.5' }],
    ['blocked as text', 'blocked', { S: 'true' }],
    ['deleted as a number', 'deleted', { N: '1' }],
    ['no version', 'version', undefined],
    ['a version of 0', 'version', { N: '0' }],
    ['a version as text', 'version', { S: '3' }],
    ['a negative epoch', 'epoch', { N: '-1' }],
    ['an unknown mode', 'mode', { M: { mode: { S: 'canary' } } }],
    ['a share over 100', 'mode', { M: { mode: { S: 'off' }, share: { N: '101' } } }],
  ])('refuses %s, naming key and field but no value', (_title, field, value) => {
    const { [field]: _replaced, ...others } = record;
    const act = () => toStoredItem(value === undefined ? others : { ...others, [field]: value });
    expect(act).toThrow(MalformedItemError);
    expect(act).toThrow('user#customers#ada');
    expect(act).toThrow(field);
    expect(act).toThrow(expect.objectContaining({ message: expect.not.stringContaining('canary') }));
  });

  it.each<[string, TableRecord]>([
    ['no author', { ...record, updatedBy: { NULL: true } }],
    ['a change that is none', { ...record, lastChange: { S: 'x' } }],
    [
      'a change with content that is none',
      {
        ...record,
        lastChange: {
          M: {
            version: { N: '3' },
            at: { S: at },
            by: { S: 'x' },
            action: { S: 'put' },
            before: { S: '{"attributes":1}' },
          },
        },
      },
    ],
  ])('refuses %s where the history is read, and not where it is not', (_title, malformed) => {
    expect(() => toItem(malformed)).toThrow(MalformedItemError);
    expect(toStoredItem(malformed)).toMatchObject({ version: 3 });
  });

  it.each(['', 'junk', 'user#', 'user#customers#'])('refuses the key %j', (pk) => {
    expect(() => toItem({ ...record, pk: { S: pk } })).toThrow(MalformedItemError);
  });

  it('refuses more than any door lets in', () => {
    const attributes = {
      M: { a: { L: [{ S: 'x'.repeat(20_000) }, { M: { ['y'.repeat(13_000)]: { BOOL: true } } }] } },
    };
    expect(() => toStoredItem({ ...record, attributes })).toThrow(ItemTooLargeError);
  });
});
