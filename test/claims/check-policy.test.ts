import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { checkPolicy } from '../../lib/claims/check-policy.ts';
import { type CheckRule, type CheckTarget, checkRules } from '../../lib/claims/checks/finding.ts';
import { type ClaimsPolicy, defineClaims } from '../../lib/claims/policy.ts';
import { checkTarget as target } from '../support/check-target.ts';
import { referenceLimits } from '../support/reference-limits.ts';
import { description, goodPolicy as good, role } from './good-policy.ts';

type Case = {
  readonly rule: CheckRule;
  readonly says: string;
  readonly policy?: ClaimsPolicy;
  readonly targets?: readonly CheckTarget[];
  readonly sources?: readonly string[];
  readonly severity?: string;
  readonly claim?: string;
};
const untyped = (policy: object): ClaimsPolicy => policy as ClaimsPolicy;

const mistakes: readonly Case[] = [
  {
    rule: 'namespace',
    policy: { ...good, namespace: 'https://c.example' },
    says: 'namespace "https://c.example" does not end in',
  },
  {
    rule: 'namespace',
    policy: { ...good, audienceNamespaces: { api: 'x' } },
    says: 'audienceNamespaces["api"] "x" is not a URL',
  },
  { rule: 'namespace', policy: { ...good, retiredNamespaces: ['y'] }, says: 'retiredNamespaces "y" is not a URL' },
  {
    rule: 'namespace',
    policy: defineClaims({ ...good, claims: { role: { ...role, namespace: 'https://auth0.com/' } } }),
    says: 'namespace of the claim "https://auth0.com/" is on auth0.com',
    claim: 'role',
  },
  {
    rule: 'name',
    policy: defineClaims({ ...good, claims: { sub: { ...role, namespace: null } }, always: ['sub'] }),
    says: '"sub" is registered by RFC 7519 s.4.1.2 (id_token, access_token, userinfo)',
    claim: 'sub',
  },
  {
    rule: 'name',
    policy: defineClaims({ ...good, namespace: null }),
    targets: [
      target({ reserved: { ...referenceLimits.reserved, access_token: { names: new Set(['role']), prefixes: [] } } }),
    ],
    says: '"role" is reserved by the IdP (access_token)',
    claim: 'role',
  },
  {
    rule: 'duplicate-name',
    policy: defineClaims({
      ...good,
      claims: { 'a/b': role, b: { ...role, namespace: 'https://c.example/a/' } },
      always: ['a/b', 'b'],
    }),
    says: '"https://c.example/a/b" is also the name of "a/b"',
    claim: 'b',
  },
  {
    rule: 'housekeeping-name',
    policy: defineClaims({ ...good, claims: { claims_epoch: role }, always: ['claims_epoch'] }),
    says: 'about the decision itself',
    claim: 'claims_epoch',
  },
  {
    rule: 'retired-name',
    policy: { ...good, retiredNames: ['plan', 'email'] },
    targets: [target(), target({}, { realm: 'b' }, 'b')],
    says: 'retiredNames "email" is registered by OIDC Core s.5.1',
  },
  {
    rule: 'retired-name',
    policy: { ...good, retiredNames: ['plan', 'x_plan'] },
    targets: [
      target({ reserved: { ...referenceLimits.reserved, userinfo: { names: new Set(), prefixes: ['x_'] } } }),
      target({}, { realm: 'b' }, 'b'),
    ],
    says: 'retiredNames "x_plan" is reserved by the IdP',
  },
  {
    rule: 'retired-name',
    policy: defineClaims({ ...good, claims: { role: { ...role, namespace: null } }, retiredNames: ['plan', 'role'] }),
    severity: 'warning',
    says: 'retiredNames "role" is the name of a claim of the policy',
  },
  {
    rule: 'retired-name',
    policy: { ...good, namespace: null, retiredNames: ['plan', 'claims_status'] },
    severity: 'warning',
    says: 'retiredNames "claims_status" is the name of a claim of the policy',
  },
  { rule: 'release', policy: { ...good, always: [] }, says: 'is in no scope and not in `always`', claim: 'role' },
  {
    rule: 'release',
    policy: { ...good, scopes: { s: ['role'] } },
    severity: 'warning',
    says: 'is in `always`, so that the scopes',
    claim: 'role',
  },
  {
    rule: 'scope',
    policy: { ...good, scopes: { empty: [] } },
    severity: 'warning',
    says: 'scope "empty" releases no claim',
  },
  {
    rule: 'scope',
    policy: { ...good, claims: { role }, scopes: { 'a b': ['role'] }, always: [] },
    says: '"a b" is no scope (RFC 6749 s.3.3)',
  },
  {
    rule: 'never-released',
    policy: defineClaims({ ...good, claims: { role: { ...role, clients: [] } } }),
    says: 'has empty `clients`',
    claim: 'role',
  },
  {
    rule: 'schema',
    policy: defineClaims({
      ...good,
      claims: {
        role: {
          schema: z.string().check(
            z.maxLength(10),
            z.refine(async () => true),
          ),
          description,
        },
      },
    }),
    says: 'has a schema with an asynchronous check',
    claim: 'role',
  },
  {
    rule: 'limit',
    policy: { ...good, budget: { size: -5, onExceeded: 'drop' } },
    says: 'budget.size is -5',
  },
  {
    rule: 'organization-name',
    policy: defineClaims({
      ...good,
      claims: { organization: role, role: { ...role, value: () => 'a' } },
      always: ['organization', 'role'],
    }),
    severity: 'warning',
    says: 'has the name under which computed claims see the organization of the user item',
    claim: 'organization',
  },
  {
    rule: 'unknown-subject',
    policy: { ...good, unknownSubject: 'deny' },
    sources: ['hr'],
    severity: 'info',
    says: "unknownSubject: 'deny' denies whoever has no item in the table, also people whom hr knows",
  },
  {
    rule: 'scope',
    policy: untyped({ ...good, scopes: { s: ['rol'] } }),
    says: '"s" names a claim that is not declared',
    claim: 'rol',
  },
  {
    rule: 'scope',
    policy: untyped({ ...good, always: ['role', 'rol'] }),
    says: '"always" names a claim that is not declared',
    claim: 'rol',
  },
  {
    rule: 'required-but-fails-open',
    policy: defineClaims({ ...good, claims: { role: { ...role, required: true } } }),
    targets: [target({}, { onFailure: 'issue' })],
    says: 'is required, but the instance issues tokens',
    claim: 'role',
  },
  {
    rule: 'default',
    policy: defineClaims({ ...good, claims: { role: { ...role, default: 'much longer than ten' } } }),
    says: 'has a default that its own schema refuses',
    claim: 'role',
  },
  {
    rule: 'default',
    policy: defineClaims({ ...good, claims: { role: { ...role, default: 'x', value: () => 'y' } } }),
    severity: 'warning',
    says: 'is computed, so that its default is never used',
    claim: 'role',
  },
  {
    rule: 'json-schema',
    policy: untyped({
      ...good,
      claims: {
        role: {
          schema: z.pipe(
            z.string(),
            z.transform((text: string) => text),
          ),
          description,
        },
      },
    }),
    says: 'JSON Schema cannot express',
    claim: 'role',
  },
  {
    rule: 'sensitive-name',
    policy: defineClaims({ ...good, claims: { api_key: role }, always: ['api_key'] }),
    says: 'is named like data that does not belong',
    claim: 'api_key',
  },
  {
    rule: 'sensitive-name',
    policy: defineClaims({
      ...good,
      claims: { role: { schema: z.string(), description, default: '4111111111111111' } },
    }),
    says: 'has a default that looks like a payment card number',
    claim: 'role',
  },
  {
    rule: 'sensitive-exception',
    policy: defineClaims({ ...good, claims: { role: { ...role, sensitiveValueAllowed: ' ok ' } } }),
    says: 'without a reason that a reviewer could judge',
    claim: 'role',
  },
  {
    rule: 'precedence',
    policy: { ...good, precedence: ['source:hr', 'idp', 'organization', 'group', 'user', 'membership', 'client'] },
    says: '"source:hr" is neither a kind of item nor a configured source',
  },
  {
    rule: 'precedence',
    policy: { ...good, precedence: ['user', 'user', 'idp', 'organization', 'group', 'membership', 'client'] },
    says: '"user" is ranked twice',
  },
  {
    rule: 'precedence',
    sources: ['hr'],
    severity: 'warning',
    says: 'source "hr" is asked for every token, but has no rank',
  },
  {
    rule: 'precedence',
    policy: { ...good, precedence: ['organization', 'group', 'user', 'membership', 'client'] },
    severity: 'warning',
    says: 'attributes of "idp" never become claims',
  },
  {
    rule: 'token-unreachable',
    policy: defineClaims({ ...good, claims: { role: { ...role, tokens: ['userinfo'] } } }),
    targets: [target({ tokens: ['id_token'] })],
    says: 'no hook instance reaches userinfo',
    claim: 'role',
  },
  {
    rule: 'token-unreachable',
    policy: defineClaims({ ...good, claims: { role: { ...role, tokens: ['userinfo'] } } }),
    targets: [target({ tokens: ['id_token'] }), target({}, {}, 'other')],
    severity: 'info',
    says: 'the hook reaches only id_token, the claim targets userinfo',
    claim: 'role',
  },
  {
    rule: 'token-unreachable',
    policy: defineClaims({ ...good, claims: { role: { ...role, tokens: ['userinfo'] } } }),
    targets: [target({}, { tokens: ['id_token'] })],
    says: 'no hook instance reaches userinfo',
    claim: 'role',
  },
  {
    rule: 'shared-claims-set',
    policy: defineClaims({ ...good, claims: { role: { ...role, tokens: ['id_token'] } } }),
    targets: [target({ sharedClaimsSet: ['id_token', 'userinfo'] })],
    severity: 'warning',
    says: 'one set of claims answers for id_token and userinfo here, and the claim does not target userinfo',
    claim: 'role',
  },
  {
    rule: 'value-type',
    policy: defineClaims({ ...good, claims: { role: { schema: z.union([z.string(), z.int()]), description } } }),
    targets: [target({ values: 'string' })],
    says: 'the hook carries string, and the schema takes strings and other types',
    claim: 'role',
  },
  {
    rule: 'null-value',
    policy: { ...good, unknownSubject: 'null' },
    targets: [target({ values: 'string' })],
    severity: 'warning',
    says: 'cannot carry null',
  },
  // {"https://c.example/role":<10 characters of 3 bytes, in quotes>} is 27 + 32.
  {
    rule: 'size',
    targets: [target({ bytes: 58 })],
    says: 'the claims of one id_token can have 59 bytes, 58 are allowed',
  },
  {
    rule: 'unbounded-size',
    policy: defineClaims({ ...good, claims: { role: { schema: z.string(), description } } }),
    targets: [target({ bytes: 4096 })],
    severity: 'warning',
    says: 'role: no upper bound, and the hook takes 4096 bytes',
  },
  {
    rule: 'suppress',
    policy: { ...good, suppress: { id_token: ['email'] } },
    targets: [target({ canSuppress: false })],
    severity: 'warning',
    says: '`suppress` means nothing here',
  },
  {
    rule: 'suppress',
    policy: { ...good, changeScopes: () => ({}) },
    targets: [target({ canChangeScopes: false })],
    severity: 'warning',
    says: '`changeScopes` means nothing here',
  },
  { rule: 'instance-name', targets: [target({}, {}, 'Login')], says: 'is not made of lower-case letters' },
  { rule: 'realm', targets: [target({}, { realm: 'ma#in' })], says: 'realm "ma#in" is not made of lower-case letters' },
  {
    rule: 'shared-realm',
    targets: [target(), target({}, {}, 'other')],
    severity: 'info',
    says: 'realm "main" is shared by login, other',
  },
  {
    rule: 'shared-secret',
    targets: [
      target(),
      target({}, { realm: 'b', proof: { kind: 'static-header', header: 'x', secret: 'login' } }, 'other'),
    ],
    says: 'login, other name one secret',
  },
  {
    rule: 'scopes-unknown',
    targets: [target({ scopes: 'requested' })],
    says: 'the IdP sends requested scopes, the instance asks for granted ones',
  },
  { rule: 'scopes-unknown', targets: [target({ scopes: 'none' })], says: 'the IdP says nothing of scopes' },
  {
    rule: 'entitlement',
    targets: [target({}, { scopes: { from: 'requested', entitled: { shop: ['typo'] } } })],
    severity: 'warning',
    says: 'scope "typo" releases no claim',
  },
  {
    rule: 'entitlement',
    targets: [target({}, { scopes: { from: 'assumed', scopes: ['typo', 'typo'] } })],
    severity: 'warning',
    says: 'scope "typo" releases no claim',
  },
  { rule: 'emulator', targets: [target({}, { emulator: true })], says: 'accepts unsigned tokens' },
  { rule: 'cold-start', severity: 'info', targets: [target({ deadlineMs: 700 })], says: 'has 700 ms' },
];

describe('checkPolicy', () => {
  it('finds nothing in a good policy at a good instance', () => {
    expect(checkPolicy(good, [target()])).toEqual([]);
  });

  it('finds nothing where several realms have a secret each, and pools need none', () => {
    const pool = { kind: 'user-pools', userPoolIds: ['p'] } as const;
    expect(
      checkPolicy(good, [
        target(),
        target({}, { realm: 'b', proof: pool }, 'b'),
        target({}, { realm: 'c', proof: pool }, 'c'),
      ]),
    ).toEqual([]);
  });

  it('finds nothing about hooks that are switched off', () => {
    expect(checkPolicy(good, [target({ bytes: 10 }, { mode: 'off', realm: '!' })])).toEqual([]);
  });

  it.each([{ scopes: 'both' as const }, { scopes: 'granted' as const }])(
    'takes a scopes rule that fits: %j',
    (limits) => {
      expect(checkPolicy(good, [target(limits)])).toEqual([]);
    },
  );

  it('takes assumed scopes where the IdP sends none, and sources that have a rank', () => {
    const policy: ClaimsPolicy = defineClaims({
      ...good,
      scopes: { s: ['role'] },
      always: [],
      precedence: ['idp', 'organization', 'group', 'user', 'membership', 'client', 'source:hr'],
    });
    expect(
      checkPolicy(policy, [target({ scopes: 'none' }, { scopes: { from: 'assumed', scopes: ['s'] } })], ['hr']),
    ).toEqual([]);
  });

  it('takes claims of one type at text-only hooks, and mixed ones that no token of the hook carries', () => {
    const policy = defineClaims({
      ...good,
      claims: {
        role,
        list: { schema: z.array(z.int()).check(z.maxLength(2)), description },
        mixed: { schema: z.union([z.int(), z.enum(['a'])]), tokens: ['userinfo'], description },
      },
      always: ['role', 'list', 'mixed'],
    });
    const rules = checkPolicy(policy, [
      target({ values: 'string', tokens: ['id_token'] }),
      target({}, { realm: 'b' }, 'b'),
    ]).map(({ rule }) => rule);
    expect(rules).toEqual(['token-unreachable']);
  });

  it.each(mistakes.map((mistake) => [mistake.rule, mistake.says, mistake] as const))(
    '%s: %s',
    (rule, says, mistake) => {
      const findings = checkPolicy(mistake.policy ?? good, mistake.targets ?? [target()], mistake.sources);
      const found = findings.filter((entry) => entry.rule === rule && entry.message.includes(says));
      expect(found, JSON.stringify(findings)).toHaveLength(1);
      expect(found[0]).toMatchObject({ severity: mistake.severity ?? 'error', link: `docs/checks.md#${rule}` });
      expect(found[0]?.claim).toBe(mistake.claim);
      expect(found[0]?.remedy.length).toBeGreaterThan(5);
    },
  );

  it('has a mistake here for every rule', () => {
    expect([...new Set(mistakes.map(({ rule }) => rule))].sort()).toEqual(checkRules.toSorted());
  });
});
