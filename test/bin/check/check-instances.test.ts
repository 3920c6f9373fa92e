import { describe, expect, it } from 'vitest';
import { checkInstances, isCheckable } from '../../../bin/check/check-instances.ts';
import { factsOf, hookFacts } from '../../../functions/hook-facts.ts';
import instances from '../../../hooks.config.ts';
import { InvalidConfigurationError } from '../../../lib/errors.ts';
import type { HookInstance } from '../../../lib/hook-instance.ts';
import { allHookInstances } from '../../support/all-hooks-config.ts';
import { hookFixtures } from '../../support/hooks/index.ts';

const webhooks = { kind: 'standard-webhooks', secret: 'login', toleranceSeconds: 60 } as const;
const jwt = {
  kind: 'bearer-jwt',
  issuer: 'https://idp.example.com/',
  audience: ['api'],
  jwksUri: 'https://idp.example.com/keys',
  algorithms: ['RS256'],
} as const;
const pools = (...userPoolIds: readonly string[]) => ({ kind: 'user-pools', userPoolIds }) as const;
const cognito = { hook: 'cognito/pre-token-generation-v3', proof: pools('eu-central-1_AbC') } as const;

const instance = (changes: object): HookInstance => ({
  hook: 'generic/claims',
  realm: 'main',
  proof: webhooks,
  scopes: { from: 'granted' },
  groups: 'both',
  onFailure: 'deny',
  mode: 'enforce',
  ...changes,
});
const check = (...changes: readonly object[]) =>
  checkInstances(
    changes.map((change, index) => {
      const instanceConfig = instance(change);
      return { instance: `i${index}`, instanceConfig, facts: factsOf(instanceConfig.hook) };
    }),
  );
const told = (...changes: readonly object[]): readonly string[] =>
  check(...changes).map(({ rule, message }) => `${rule} ${message}`);

describe('checkInstances', () => {
  it('finds nothing wrong with the instances of the repository, nor with one of every hook', async () => {
    const all = { ...instances, ...(await allHookInstances()) };
    const findings = Object.entries<HookInstance>(all).map(([name, instanceConfig]) =>
      checkInstances([{ instance: name, instanceConfig, facts: factsOf(instanceConfig.hook) }]),
    );
    expect(findings.flat()).toEqual([]);
    expect(Object.keys(hookFacts).sort()).toEqual([...new Set(hookFixtures.map(({ hook: { name } }) => name))].sort());
  });

  it.each([
    [{ mode: 'enfroce' }, "setting mode: expected one of 'enforce'|'observe'|'off'"],
    [{ onFailure: 'maybe' }, "setting onFailure: expected one of 'deny'|'issue'"],
    [{ groups: undefined }, "setting groups: expected one of 'directory'|'event'|'both'"],
    [{ emulatr: true }, "setting Unrecognized key: 'emulatr'"],
    [{ tokens: ['id'] }, "setting tokens[0]: expected one of 'id_token'|'access_token'|'userinfo'"],
    [{ tokens: [] }, 'setting tokens: expected at least one token'],
    [{ proof: undefined }, 'setting proof: expected object, received undefined'],
    [{ proof: { ...webhooks, secret: 'Bad Secret!' } }, 'setting proof.secret: expected the name of a parameter'],
    [{ proof: { ...webhooks, toleranceSeconds: 0 } }, 'setting proof.toleranceSeconds: expected whole seconds'],
    [{ proof: { kind: 'static-header', secret: 's', header: 'x key' } }, 'setting proof.header: expected the name of'],
    [{ proof: { kind: 'basic', secret: 's', username: 'a:b' } }, 'setting proof.username: expected a name without'],
    [{ proof: { ...jwt, jwksUri: 'http://idp.example.com/keys' } }, 'setting proof.jwksUri: expected an https URL'],
    [{ proof: { ...jwt, jwksUri: 'keys' } }, 'setting proof.jwksUri: expected an https URL'],
    [{ proof: { ...jwt, issuer: '' } }, 'setting proof.issuer: expected an issuer, or a list of some'],
    [{ proof: { ...jwt, audience: [] } }, 'setting proof.audience: expected an audience, or a list of some'],
    [{ proof: { ...jwt, algorithms: ['none'] } }, 'setting proof.algorithms[0]: expected algorithms with a public key'],
    [
      { proof: { ...jwt, algorithms: ['HS256'] } },
      'setting proof.algorithms[0]: expected algorithms with a public key',
    ],
    [{ proof: { ...jwt, algorithms: [] } }, 'setting proof.algorithms: expected at least one algorithm'],
    [{ scopes: { from: 'requested' } }, 'setting scopes.entitled: expected record'],
    [{ scopes: { from: 'assumed', scopes: ['a b'] } }, 'setting scopes.scopes[0]: expected one scope, without spaces'],
    [{ ...cognito, proof: pools() }, 'setting proof.userPoolIds: expected at least one user pool'],
    [{ ...cognito, proof: pools('garbage') }, 'setting proof.userPoolIds[0]: expected the id of a user pool'],
  ])('refuses %j', (changes, says) => {
    const [only = '', ...more] = told(changes);
    expect(only).toContain(says);
    expect(more).toEqual([]);
  });

  it.each(['/a', 'a/', 'a//b', '/', ''])('refuses the secret name "%s"', (secret) => {
    expect(told({ proof: { ...webhooks, secret } })).toEqual([
      expect.stringContaining('setting proof.secret: expected the name of a parameter'),
    ]);
  });

  it.each(['login', 'auth0/login', 'eu/auth0/log-in_2.b'])('takes the secret name %s', (secret) => {
    expect(told({ proof: { ...webhooks, secret } })).toEqual([]);
  });

  it('takes a key set on the loopback interface, keys known at build time and claims that must match', () => {
    const keys = { jwksUri: 'http://127.0.0.1:9/keys', jwks: { keys: [{ kty: 'RSA' }] }, claims: { 'azp|appid': 'a' } };
    expect(told({ proof: { ...jwt, ...keys, in: 'authorization' } })).toEqual([]);
  });

  it.each([
    ['auth0/post-login', pools('eu-central-1_A'), 'use standard-webhooks'],
    ['cognito/pre-token-generation-v3', { kind: 'static-header', secret: 's', header: 'x' }, 'use user-pools'],
    ['entra/token-issuance-start', webhooks, 'use bearer-jwt'],
    // A signature over the body says nothing about a GET.
    ['generic/subject-claims', webhooks, 'use static-header or basic or bearer-jwt'],
    ['generic/subject-claims', { kind: 'body-hmac', secret: 's', header: 'x' }, 'use static-header or basic or'],
  ])('refuses at %s the proof %j', (hook, proof, remedy) => {
    expect(check({ hook, proof })).toMatchObject([
      { rule: 'proof', severity: 'error', instance: 'i0', hook, remedy: expect.stringContaining(remedy) },
    ]);
  });

  it("looks for Firebase's JWT in the body only", () => {
    const hook = 'firebase/before-sign-in';
    expect(told({ hook, proof: jwt })).toEqual([expect.stringContaining('proof the JWT comes in the body')]);
    expect(told({ hook, proof: { ...jwt, in: { body: 'data.jwt' } } })).toEqual([]);
  });

  it.each([
    [cognito, ['sub', 'userName'], ['email', 'username', 'custom:id'], 'use sub or userName'],
    [
      { hook: 'generic/subject-claims', proof: { kind: 'basic', secret: 's', username: 'u' } },
      ['username'],
      ['sub'],
      'use username',
    ],
    [{}, [], ['sub', 'user.id'], 'remove `subject`'],
  ])('knows the subjects of %j', (base, allowed, refused, remedy) => {
    for (const subject of allowed) expect(told({ ...base, subject })).toEqual([]);
    for (const subject of refused) {
      expect(check({ ...base, subject })).toMatchObject([
        { rule: 'subject', message: expect.stringContaining(`"${subject}"`), remedy: expect.stringContaining(remedy) },
      ]);
    }
  });

  it('warns where groups shall come from an event that names none', () => {
    const hydra = { hook: 'hydra/token-hook', proof: { kind: 'static-header', secret: 's', header: 'x' } };
    expect(check({ ...hydra, groups: 'event' })).toMatchObject([
      { rule: 'setting', severity: 'warning', message: expect.stringContaining('no group ever counts') },
    ]);
    expect(told({ ...hydra, groups: 'both' }, { groups: 'event' })).toEqual([]);
  });

  it('finds a user pool that two instances name, also in another wire version or switched off', () => {
    const other = {
      hook: 'cognito/pre-token-generation-v1',
      realm: 'b',
      mode: 'off',
      proof: pools('x_1', 'eu-central-1_AbC'),
    };
    expect(told(cognito, other)).toEqual([
      'shared-caller cognito: the user pool eu-central-1_AbC is named by i0, i1: only the first is ever found, with its realm',
    ]);
    expect(told(cognito, { ...other, proof: pools('x_1') })).toEqual([]);
    // A mistake in the list does not hide it.
    expect(told(cognito, { ...other, proof: pools('garbage', 'eu-central-1_AbC') })).toHaveLength(2);
  });

  it('finds two instances of a hook that take the same JWTs, and not those that differ in what they require', () => {
    expect(told({ proof: jwt }, { proof: { ...jwt, audience: ['other', 'api'], issuer: [jwt.issuer] } })).toEqual([
      expect.stringContaining('issuer https://idp.example.com/, audience api is named by i0, i1'),
    ]);
    expect(told({ proof: jwt }, { proof: { ...jwt, claims: { tid: 'b' } } })).toEqual([]);
    expect(told({ proof: jwt }, { proof: { ...jwt, issuer: 'https://other.example.com/' } })).toEqual([]);
    expect(told({ proof: jwt }, { hook: 'okta/token-inline-hook', proof: jwt })).toEqual([]);
  });

  it('lets the rules of the policy look at every instance that they can read', () => {
    expect(isCheckable(instance({ mode: 'enfroce', proof: { kind: 'magic' } }))).toBe(true);
    for (const broken of [
      { scopes: undefined },
      { scopes: { from: 'assumed' } },
      { proof: 7 },
      { tokens: 'id_token' },
    ]) {
      expect(isCheckable(instance(broken))).toBe(false);
    }
  });

  it('knows no facts of a hook that there is not', () => {
    expect(() => factsOf('toString')).toThrow(InvalidConfigurationError);
  });
});
