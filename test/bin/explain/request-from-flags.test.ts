import { describe, expect, it } from 'vitest';
import * as z from 'zod/v4/core';
import { requestFromFlags, withScopes } from '../../../bin/explain/request-from-flags.ts';
import { hookFacts } from '../../../functions/hook-facts.ts';
import type { HookName } from '../../../functions/hooks.ts';
import { hooks } from '../../../functions/hooks.ts';
import { subjectKindsOf } from '../../../functions/request-facts.ts';
import type { TokenHook } from '../../../lib/token-hook.ts';
import type { GrantType } from '../../../lib/token-request.ts';
import { checkTarget } from '../../support/check-target.ts';
import type { HookFixture } from '../../support/hook-fixture.ts';
import { hookFixtures } from '../../support/hooks/index.ts';

const { instanceConfig } = checkTarget();
const target = (hook: TokenHook) => ({ instance: 'login', instanceConfig, hook });
const ofFlags = (hook: HookName, flags: object) => requestFromFlags(flags, target(hooks[hook]));
const sorted = (names: readonly string[] | undefined): readonly string[] => [...(names ?? [])].sort();

type Asked = {
  readonly machine: boolean;
  readonly grantType: GrantType;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
};

/** What hook and IdP make of the same request; `undefined`: the IdP never sends it. */
const production = ({ hook, event, settings }: HookFixture, { machine, grantType, scopes, audiences }: Asked) => {
  const sent = event({
    subject: { kind: machine ? 'client' : 'user', id: machine ? 'robot' : 'ada' },
    client: machine ? 'robot' : 'shop',
    grantType,
    scopes: { granted: scopes, requested: scopes },
    audiences,
    // Okta's event has the tokens themselves: without `openid` there is no ID token (OIDC Core s.3.1.2.1).
    ...(hook.idp === 'okta' && !scopes.includes('openid') && { tokens: ['access_token'] }),
  });
  const parsed = sent === undefined ? undefined : z.safeParse(hook.event, sent);
  return parsed?.success ? hook.toTokenRequest(parsed.data, settings ?? {}) : undefined;
};

const asked: readonly Asked[] = [
  {
    machine: false,
    grantType: 'authorization_code',
    scopes: ['openid', 'order'],
    audiences: ['https://api.example.com'],
  },
  { machine: false, grantType: 'authorization_code', scopes: ['order'], audiences: ['https://api.example.com'] },
  { machine: false, grantType: 'refresh_token', scopes: ['openid'], audiences: ['https://api.example.com'] },
  { machine: true, grantType: 'client_credentials', scopes: ['order'], audiences: ['https://api.example.com'] },
];
const fixtures = hookFixtures.filter(({ variant }) => variant === undefined);

describe('requestFromFlags', () => {
  it.each(fixtures.map((fixture) => [fixture.hook.name, fixture] as const))(
    'says what %s reads out of the event of its IdP',
    (name, fixture) => {
      const facts = hookFacts[name as HookName].request;
      let compared = 0;
      for (const request of asked) {
        const real = production(fixture, request);
        // Some fixtures make an event of a person for a machine that their IdP does not serve.
        if (real === undefined || (real.subject.kind === 'client') !== request.machine) continue;
        const made = requestFromFlags(
          {
            ...(request.machine ? {} : { subject: 'ada' }),
            client: real.client,
            grantType: real.grantType,
            ...(fixture.hook.limits.scopes === 'none' ? {} : { scopes: request.scopes.join(' ') }),
            ...(facts.audiences === 'none' || facts.audiences === 'client' ? {} : { audience: real.audiences }),
          },
          target(fixture.hook),
        );
        compared += 1;
        expect(made).toMatchObject({
          grantType: real.grantType,
          subject: { kind: real.subject.kind },
          audiences: real.audiences,
          groups: [],
        });
        expect(sorted(made.tokens), JSON.stringify(request)).toEqual(sorted(real.tokens));
        expect(made.scopes.requested === undefined).toBe(
          fixture.hook.limits.scopes === 'granted' || fixture.hook.limits.scopes === 'none',
        );
      }
      expect(compared).toBeGreaterThan(0);
    },
  );

  it.each(fixtures.map((fixture) => [fixture.hook.name, fixture] as const))(
    'knows whether the event of %s names organization, groups and audience',
    (name, { hook, event }) => {
      const facts = hookFacts[name as HookName].request;
      for (const kind of ['user', 'client'] as const) {
        const sent = event({
          subject: { kind, id: kind === 'user' ? 'ada' : 'robot' },
          client: kind === 'user' ? 'shop' : 'robot',
          ...(kind === 'client' && { grantType: 'client_credentials' }),
          organization: 'acme',
          groups: ['staff'],
          audiences: ['https://api.example.com'],
        });
        const parsed = sent === undefined ? undefined : z.safeParse(hook.event, sent);
        if (!parsed?.success) continue;
        const request = hook.toTokenRequest(parsed.data, {});
        if (!facts.organization) expect(request.organization).toBeUndefined();
        if (!facts.groups) expect(request.groups).toEqual([]);
        if (facts.audiences === 'none') expect(request.audiences).toEqual([]);
        if (facts.audiences === 'client') expect(request.audiences).toEqual([request.client]);
        if (kind === 'user') {
          expect(request.organization !== undefined).toBe(facts.organization);
          expect(request.groups.length > 0).toBe(facts.groups);
          expect(request.audiences.length > 0).toBe(facts.audiences !== 'none');
        }
      }
    },
  );

  it.each(fixtures.map((fixture) => [fixture.hook.name, fixture] as const))(
    'knows whether %s is asked about people and machines',
    (name, fixture) => {
      const kinds = new Set(asked.flatMap((request) => production(fixture, request)?.subject.kind ?? []));
      expect(subjectKindsOf(name)).toEqual(expect.arrayContaining([...kinds]));
      expect(kinds.size).toBeGreaterThan(0);
    },
  );

  it('knows the hooks that are asked about one kind of subject alone', () => {
    const only = (kind: string) => Object.keys(hooks).filter((name) => subjectKindsOf(name).join() === kind);
    expect(only('client')).toEqual(['auth0/credentials-exchange']);
    expect(only('user')).toEqual([
      'auth0/post-login',
      'cognito/pre-token-generation-v1',
      'cognito/pre-token-generation-v2',
      'entra/token-issuance-start',
      'hydra/refresh-token-hook',
      'firebase/before-sign-in',
      'supabase/custom-access-token',
      'authgear/jwt-pre-create',
      'authgear/id-token-pre-create',
    ]);
    expect(subjectKindsOf('reference/login')).toEqual(['user', 'client']);
  });

  it("has no access token of Auth0's without an API, and none for its own API", () => {
    const tokens = (flags: object) => ofFlags('auth0/post-login', { subject: 'ada', ...flags }).tokens;
    expect(tokens({ scopes: 'openid' })).toEqual(['id_token', 'userinfo']);
    expect(tokens({ scopes: 'openid', audience: ['https://api.example.com'] })).toContain('access_token');
    expect(tokens({ scopes: 'openid', audience: ['https://shop.eu.auth0.com/api/v2/'] })).not.toContain('access_token');
    expect(tokens({ scopes: 'order', audience: ['https://api.example.com'] })).toEqual(['access_token']);
    expect(ofFlags('auth0/credentials-exchange', { client: 'robot' })).toMatchObject({
      grantType: 'client_credentials',
      subject: { kind: 'client', id: 'robot' },
      tokens: [],
    });
  });

  it.each<readonly [HookName, object, RegExp]>([
    ['cognito/pre-token-generation-v3', { organization: 'acme' }, /names no organization: leave out --organization/],
    ['cognito/pre-token-generation-v3', { audience: ['a'] }, /names no audience: leave out --audience/],
    ['hydra/token-hook', { groups: 'staff' }, /event of hydra\/token-hook names no groups: leave out --groups/],
    ['zitadel/pre-access-token', { scopes: 'order' }, /names no scopes: leave out --scopes/],
    ['firebase/before-sign-in', { audience: ['a'] }, /has the client as its audience: leave out --audience/],
    ['auth0/post-login', { audience: ['a', 'b'] }, /names one audience: leave out all but one --audience/],
    ['auth0/post-login', { grantType: 'client_credentials' }, /is never called with the grant type client_credentials/],
    ['auth0/post-login', { scopes: 'openid', tokens: 'access_token' }, /such a request reaches id_token, userinfo at/],
    ['auth0/post-login', { tokens: 'id' }, /there is no token "id"/],
    ['auth0/post-login', { subject: undefined }, /say whose token with --subject/],
    ['auth0/credentials-exchange', { subject: undefined }, /say which machine with --client/],
  ])('refuses at %s what its event cannot say: %j', (hook, flags, message) => {
    expect(() => ofFlags(hook, { subject: 'ada', ...flags })).toThrow(message);
  });

  it('leaves out tokens, and takes the grant type that is likeliest for a person', () => {
    expect(ofFlags('generic/claims', { subject: 'ada', tokens: 'id_token, userinfo' }).tokens).toEqual([
      'id_token',
      'userinfo',
    ]);
    expect(ofFlags('entra/token-issuance-start', { subject: 'ada' }).grantType).toBe('unknown');
    expect(ofFlags('generic/claims', { subject: 'ada' }).grantType).toBe('authorization_code');
  });

  it('issues other tokens with other scopes, but none that was left out', () => {
    const flags = { subject: 'ada', scopes: 'openid order', audience: ['https://api.example.com'] };
    const auth0 = hooks['auth0/post-login'];
    expect(withScopes(ofFlags('auth0/post-login', flags), ' order ', auth0)).toMatchObject({
      scopes: { requested: ['order'] },
      tokens: ['access_token'],
    });
    const without = ofFlags('auth0/post-login', { ...flags, scopes: 'order' });
    expect(withScopes(without, 'openid', auth0).tokens).toEqual(['id_token', 'userinfo', 'access_token']);
    const chosen = ofFlags('auth0/post-login', { ...flags, tokens: 'id_token' });
    expect(withScopes(chosen, 'openid inventory', auth0).tokens).toEqual(['id_token']);
    const machine = ofFlags('hydra/token-hook', { client: 'robot', grantType: 'client_credentials' });
    expect(withScopes(machine, 'openid', hooks['hydra/token-hook'])).toMatchObject({
      scopes: { granted: ['openid'], requested: ['openid'] },
      tokens: ['access_token'],
    });
    const zitadel = ofFlags('zitadel/pre-access-token', { subject: 'ada' });
    expect(() => withScopes(zitadel, 'order', hooks['zitadel/pre-access-token'])).toThrow(/names no scopes/);
  });

  it('lets a hook that is none of ours say everything', () => {
    const { hook } = checkTarget();
    const flags = { subject: 'ada', organization: 'acme', groups: 'a, b', audience: ['x', 'y'], scopes: 'order' };
    expect(requestFromFlags(flags, target(hook))).toMatchObject({
      organization: 'acme',
      groups: ['a', 'b'],
      audiences: ['x', 'y'],
      scopes: { granted: ['order'], requested: ['order'] },
      tokens: ['id_token', 'access_token', 'userinfo'],
    });
  });
});
