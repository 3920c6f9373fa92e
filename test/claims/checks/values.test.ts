import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { checkPolicy } from '../../../lib/claims/check-policy.ts';
import { defineClaims } from '../../../lib/claims/policy.ts';
import { checkTarget } from '../../support/check-target.ts';
import { description, goodPolicy, role } from '../good-policy.ts';

const messages = (...[policy, targets = [checkTarget()]]: Partial<Parameters<typeof checkPolicy>>) =>
  checkPolicy(policy ?? goodPolicy, targets).map(({ message }) => message);

describe('checkDefaults', () => {
  it('takes a default that its schema takes', () => {
    expect(messages(defineClaims({ ...goodPolicy, claims: { role: { ...role, default: 'user' } } }))).toEqual([]);
  });
});

describe('checkSensitive', () => {
  const excepted = (sensitiveValueAllowed: string) =>
    messages(
      defineClaims({ ...goodPolicy, claims: { api_key: { ...role, sensitiveValueAllowed } }, always: ['api_key'] }),
    );
  const refused = ['lets sensitive values through without a reason that a reviewer could judge'];

  it.each([
    ['ten chars.', []],
    ['nine chr.', refused],
    ['   nine chr.   ', refused],
  ])('of the reason "%s" says %j', (reason, said) => expect(excepted(reason)).toEqual(said));

  it('names what a default looks like, and does not show it', () => {
    const policy = defineClaims({
      ...goodPolicy,
      claims: { role: { schema: z.string().check(z.maxLength(20)), description, default: '078-05-1120' } },
    });
    expect(messages(policy)).toEqual(['has a default that looks like a national id: always withheld']);
  });
});

describe('checkValueTypes', () => {
  const mixed = { schema: z.union([z.int(), z.enum(['a'])]), description } as const;

  it('names a mixed claim as soon as one token of the hook can carry it', () => {
    const policy = defineClaims({ ...goodPolicy, claims: { role: { ...mixed, tokens: ['id_token'] } } });
    expect(messages(policy, [checkTarget({ values: 'string-or-string-array' })])).toEqual([
      'the hook carries string or string array, and the schema takes strings and other types: text could not be read back',
    ]);
  });

  it('takes a mixed claim where the hook carries JSON', () => {
    expect(messages(defineClaims({ ...goodPolicy, claims: { role: mixed } }))).toEqual([]);
  });
});

describe('checkSizes', () => {
  const text = { schema: z.string(), description } as const;
  const flag = { schema: z.boolean(), description } as const;
  const some = defineClaims({
    ...goodPolicy,
    claims: { role, flag: { ...flag, tokens: ['id_token'] }, note: text, text },
    always: ['role', 'flag', 'note', 'text'],
  });
  // Braces and a comma, names with their colons, ten characters of three bytes in quotes, `false`.
  const idToken = '{"https://c.example/role":,"https://c.example/flag":}'.length + 32 + 5;
  const userinfo = '{"https://c.example/role":}'.length + 32;
  const unbounded = (bytes: number) => `note, text: no upper bound, and the hook takes ${bytes} bytes`;

  it('counts the bounded claims that a token can carry, and names the others', () => {
    expect(messages(some, [checkTarget({ bytes: idToken })])).toEqual([unbounded(idToken)]);
    expect(messages(some, [checkTarget({ bytes: idToken - 1 })])).toEqual([
      `the claims of one id_token can have ${idToken} bytes, ${idToken - 1} are allowed`,
      unbounded(idToken - 1),
    ]);
    expect(messages(some, [checkTarget({ bytes: userinfo - 1 })])).toEqual([
      `the claims of one id_token can have ${idToken} bytes, ${userinfo - 1} are allowed`,
      `the claims of one access_token can have ${userinfo} bytes, ${userinfo - 1} are allowed`,
      `the claims of one userinfo can have ${userinfo} bytes, ${userinfo - 1} are allowed`,
      unbounded(userinfo - 1),
    ]);
  });

  it("goes by the policy's budget where that is less than the hook's limit", () => {
    const budget = { size: userinfo - 1, onExceeded: 'drop' } as const;
    expect(messages({ ...goodPolicy, budget }, [checkTarget({ tokens: ['userinfo'] })])).toEqual([
      `the claims of one userinfo can have ${userinfo} bytes, ${userinfo - 1} are allowed`,
    ]);
  });

  it('says nothing of unbounded claims where there is much room, nor of bounded ones where there is little', () => {
    expect(messages(some, [checkTarget({ bytes: 4097 })])).toEqual([]);
    expect(messages(some, [checkTarget({ bytes: 4096 })])).toEqual([unbounded(4096)]);
    expect(messages(goodPolicy, [checkTarget({ bytes: 4096 })])).toEqual([]);
  });

  it('counts a claim whose schema JSON Schema cannot express as unbounded', () => {
    const schema = z.pipe(
      z.string().check(z.maxLength(5)),
      z.transform((value: string) => value),
    );
    const policy = defineClaims({ ...goodPolicy, claims: { role: { schema, description } } });
    expect(messages(policy, [checkTarget({ bytes: 100 })])).toEqual(
      expect.arrayContaining([
        'has a schema that JSON Schema cannot express',
        'role: no upper bound, and the hook takes 100 bytes',
      ]),
    );
  });
});
