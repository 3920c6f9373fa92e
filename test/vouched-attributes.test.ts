import { describe, expect, it } from 'vitest';
import { vouchedAttributes } from '../lib/vouched-attributes.ts';

const source = {
  profile: { costCenter: '4711', 'a.b': 1, nested: { deep: true }, list: ['x'], nothing: null },
  'dotted.head': { tail: 'found' },
};

describe('vouchedAttributes', () => {
  it('reads nothing that is not listed', () => {
    expect(vouchedAttributes(source, undefined)).toEqual({});
    expect(vouchedAttributes(source, [])).toEqual({});
  });

  it('reads values of any JSON type by dotted path', () => {
    const paths = ['profile.costCenter', 'profile.nested', 'profile.nested.deep', 'profile.list', 'profile.nothing'];
    expect(vouchedAttributes(source, paths)).toEqual({
      'profile.costCenter': '4711',
      'profile.nested': { deep: true },
      'profile.nested.deep': true,
      'profile.list': ['x'],
      'profile.nothing': null,
    });
  });

  it('reads keys that hold dots themselves', () => {
    expect(vouchedAttributes(source, ['profile.a.b', 'dotted.head.tail'])).toEqual({
      'profile.a.b': 1,
      'dotted.head.tail': 'found',
    });
  });

  it('leaves out what is not there, inherited members included', () => {
    const paths = [
      'profile.none',
      'none.at.all',
      'profile.toString',
      'constructor.name',
      '__proto__',
      'profile.list.0',
    ];
    expect(vouchedAttributes(source, paths)).toEqual({});
  });
});
