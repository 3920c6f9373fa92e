import { describe, expect, test } from 'vitest';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { by, group, startAdministration, user } from './support.ts';

const awsKey = `AKIA${'IOSFODNN7EXAMPLQ'}`;
const slackToken = ['xoxb', '123456789012', '1234567890123', 'abcdefghijklmnopqrstuvwx'].join('-');
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'].join(
  '.',
);
const npmToken = `npm_${'a1B2'.repeat(9)}`;

describe('values at the door', () => {
  test.each<[string, ClaimValue, string]>([
    ['user_id', 'seven', 'invalid_value'],
    ['user_role', 'root', 'invalid_value'],
    ['anything', awsKey, 'sensitive_value'],
    ['anything', slackToken, 'sensitive_value'],
    ['anything', jwt, 'sensitive_value'],
    ['anything', npmToken, 'sensitive_value'],
    ['anything', 'card 4111 1111 1111 1111', 'sensitive_value'],
    ['anything', 4111111111111111, 'sensitive_value'],
    ['anything', 'DE89 3704 0044 0532 0130 00', 'sensitive_value'],
    ['anything', { nested: [{ deeper: 'DE89370400440532013000' }] }, 'sensitive_value'],
    ['user_password', 'hunter2', 'sensitive_value'],
    ['anything', 'x'.repeat(2049), 'too_long'],
    ['anything', [[[[[['deep']]]]]], 'too_deep'],
    ['__proto__', 'x', 'invalid_name'],
    ['', 'x', 'invalid_name'],
  ])('case %#: refuses a value of "%s", and neither stores nor tells it', async (name, value, reason) => {
    const { administration, store, records } = startAdministration();
    const error: unknown = await administration.setAttribute(user('ada'), name, value, { by }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'values_refused', refused: [{ attribute: name, reason }] });
    const told = JSON.stringify(error) + String(error);
    expect(told).not.toContain(typeof value === 'string' && value.length > 1 ? value : '\u0000');
    expect(await store.get(user('ada'))).toBeUndefined();
    expect(records).toEqual([]);
  });

  test('takes ordinary ids, hashes by reviewed exception, and nested data', async () => {
    const { administration } = startAdministration();
    const attributes = {
      build_hash: '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
      order: '7b0f0f0e-3c1c-4c5c-9a2b-0d6f3f1a2b3c',
      seats: { used: 3, names: ['a', 'b'] },
    };
    const { item } = await administration.create(user('ada'), { attributes }, { by });
    expect(item.attributes).toEqual(attributes);
  });

  test('lists every refused value of one request', async () => {
    const { administration } = startAdministration();
    const write = administration.create(
      user('ada'),
      { attributes: { user_id: 'x', user_role: 'y', plan: 'ok' } },
      { by },
    );
    await expect(write).rejects.toMatchObject({ refused: [{ attribute: 'user_id' }, { attribute: 'user_role' }] });
  });

  test('refuses a field that the kind does not have', async () => {
    const { administration } = startAdministration();
    const write = administration.create(group('staff'), { attributes: {}, email: 'a@example.com' }, { by });
    await expect(write).rejects.toMatchObject({ refused: [{ attribute: 'group', reason: 'not_storable' }] });
  });

  test('does not check again what does not change, so that an old value blocks nothing', async () => {
    const { administration, store } = startAdministration();
    await store.put(user('ada'), { attributes: { user_role: 'retired-role' } }, { by, expectedVersion: 0 });
    const { item } = await administration.setAttribute(user('ada'), 'plan', 'gold', { by });
    expect(item.attributes).toEqual({ user_role: 'retired-role', plan: 'gold' });
  });
});

describe('notices', () => {
  test('says that no token will carry an undeclared attribute, with the declaration to paste', async () => {
    const { administration } = startAdministration();
    const value = { points: 3, "tier's": 'a', history: [1, 2] };
    const { notices } = await administration.setAttribute(user('ada'), 'loyalty', value, { by });
    expect(notices).toEqual([
      {
        kind: 'undeclared',
        attribute: 'loyalty',
        text: 'No token will carry "loyalty" until claims.config.ts declares it.',
        declaration: [
          '// in claims:',
          `loyalty: { schema: z.object({ points: z.int(), "tier's": z.string(), history: z.array(z.int()) }), description: 'What it means, for reviewers and users' },`,
          '// and in scopes, under the scope that releases it (or in always):',
          "your_scope: ['loyalty'],",
        ].join('\n'),
      },
    ]);
  });

  test('says when the policy computes the claim, and when nothing releases it', async () => {
    const { administration } = startAdministration();
    const attributes = { tenant: 'acme', shelved: 'old', plan: 'gold' };
    const { notices } = await administration.create(user('ada'), { attributes }, { by });
    expect(notices.map(({ kind, attribute }) => [kind, attribute])).toEqual([
      ['never_released', 'shelved'],
      ['computed', 'tenant'],
    ]);
  });
});
