import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { compilePolicy } from '../../lib/claims/compile.ts';
import { decide } from '../../lib/claims/decide.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { HookInstance } from '../../lib/hook-instance.ts';
import { loadSubjectAttributes } from '../../lib/load-subject-attributes.ts';
import { toTokenRequest } from '../../lib/to-token-request.ts';
import { type TokenRequest, tokenKinds } from '../../lib/token-request.ts';
import type { HookCaller, HookFixture, Outcome } from '../support/hook-fixture.ts';
import { createHookHarness } from '../support/hook-harness.ts';
import { hookFixtures } from '../support/hooks/index.ts';
import { realm, storeOf, type Vector, vectorRequest } from '../support/vector.ts';
import { vectors } from '../vectors/index.ts';
import { policies } from '../vectors/policies.ts';

/** The instance of a vector; where the event says nothing of scopes, the granted ones are assumed. */
const instanceOf = (fixture: HookFixture, vector: Vector): HookInstance => {
  const granted = vectorRequest(vector.request).scopes.granted ?? [];
  return {
    hook: fixture.hook.name,
    realm,
    proof: { kind: 'user-pools', userPoolIds: [] },
    groups: 'both',
    onFailure: 'deny',
    mode: 'enforce',
    ...fixture.settings,
    scopes: fixture.settings?.scopes ? { from: 'assumed', scopes: granted } : { from: 'granted' },
    ...(vector.request?.idpAttributes ? { idpAttributes: Object.keys(vector.request.idpAttributes) } : {}),
    ...vector.instance,
  };
};

/** What the vector asks, as far as a decision depends on it. */
const essence = ({ grantType, subject, client, scopes, audiences, organization, groups, ...rest }: TokenRequest) => ({
  grantType,
  subject,
  client,
  granted: scopes.granted,
  audiences,
  organization,
  groups,
  idpAttributes: rest.idpAttributes,
  realm: rest.realm,
});

/** The hook's own limits leave the decision as it is in a token of its own. */
const isReference = ({ hook: { limits } }: HookFixture): boolean =>
  limits.names === 'namespaced' &&
  limits.values === 'json' &&
  limits.bytes >= 10_000 &&
  limits.sharedClaimsSet.length === 0 &&
  !limits.appendOnly;

/** Whether the IdP's event could say all that the vector asks. */
const isAsAsked = (request: TokenRequest, asked: TokenRequest): boolean => {
  const paths = Object.keys(asked.idpAttributes);
  const idpAttributes = Object.fromEntries(
    Object.entries(request.idpAttributes).filter(([path]) => paths.includes(path)),
  );
  return isDeepStrictEqual(essence({ ...request, idpAttributes }), essence(asked));
};

type Case = { readonly vector: Vector; readonly event: unknown; readonly instance: HookInstance };

const cases = (fixture: HookFixture): readonly Case[] =>
  vectors
    .filter(({ limits, freshness }) => limits === undefined && freshness === undefined)
    .flatMap((vector) => {
      const event = fixture.event({ ...vectorRequest(vector.request), ...vector.request });
      return event === undefined ? [] : [{ vector, event, instance: instanceOf(fixture, vector) }];
    });

const decideCase = async (fixture: HookFixture, caller: HookCaller, { vector, event, instance }: Case) => {
  const policy: ClaimsPolicy = policies[vector.policy ?? 'shop'];
  const reader = await storeOf(vector.items);
  const sources = Object.entries(vector.sources ?? {}).map(([name, answer]) => ({ name, load: async () => answer }));
  const incoming = fixture.hook.toTokenRequest(z.parse(fixture.hook.event, event), instance);
  const request = toTokenRequest(incoming, instance);
  const { attributes } = await loadSubjectAttributes(
    { reader, sources },
    { request, instance: 'main', settings: instance, policy },
    { signal: AbortSignal.timeout(5000), deadline: Date.now() + 5000 },
  );
  const { proof: _proof, ...settings } = instance;
  const { send } = await createHookHarness(fixture, { policy, reader, sources, caller, instance: settings });
  const { outcome } = await send(event);
  return { request, decision: decide(compilePolicy(policy, fixture.hook.limits), request, attributes), outcome };
};

const expectSame = (
  { hook: { limits } }: HookFixture,
  title: string,
  { outcome, decision, request }: Awaited<ReturnType<typeof decideCase>>,
): void => {
  expect.soft(outcome.issued, title).toBe(decision.outcome === 'issue');
  if (!outcome.issued || decision.outcome !== 'issue') return;
  for (const token of tokenKinds) {
    const claims = outcome.tokens[token];
    // Where one answer serves all tokens, the IdP's admin maps it to those that the instance names.
    if (!claims || (limits.sharedClaimsSet.includes(token) && !request.tokens.includes(token))) continue;
    const decided = decision.claims[token];
    expect.soft(claims, `${title}: ${token}`).toMatchObject(decided);
    const withheld = decision.trace.filter((entry) => entry.token === token && entry.outcome === 'withheld');
    const names = new Set(Object.keys(decided));
    for (const { claim } of withheld) {
      const stray = Object.keys(claims).filter((name) => !names.has(name) && name.endsWith(`/${claim}`));
      expect.soft(stray, `${title}: ${token}`).toEqual([]);
    }
  }
};

const expectVector = (title: string, outcome: Outcome, { expected }: Vector, request: TokenRequest): void => {
  expect.soft(outcome.issued, title).toBe(expected.outcome === 'issue');
  if (!outcome.issued || expected.outcome !== 'issue') return;
  for (const token of request.tokens) {
    const claims = outcome.tokens[token];
    expect.soft(claims, `${title}: ${token}`).toMatchObject(expected[token] ?? expected.claims ?? {});
  }
};

/** At so many vectors the real hook is held against the literal expectation; else the comparison would prove nothing. */
const fewestLiteral: Readonly<Record<string, number>> = {
  'generic/claims': 90,
  'okta/token-inline-hook': 70,
  'authgear/jwt-pre-create': 60,
  'supabase/custom-access-token': 60,
};

describe('vectors through the real hooks', () => {
  it.each(
    hookFixtures.map((fixture) => [[fixture.hook.name, fixture.variant].filter(Boolean).join(' '), fixture] as const),
  )('%s issues what is decided', { timeout: 60_000 }, async (_name, fixture) => {
    let literal = 0;
    const caller = await fixture.caller();
    onTestFinished(() => caller.close?.());
    for (const one of cases(fixture)) {
      const { title } = one.vector;
      const decided = await decideCase(fixture, caller, one);
      const { request, outcome } = decided;
      expectSame(fixture, title, decided);
      const asked = toTokenRequest(vectorRequest(one.vector.request), one.instance);
      if (isReference(fixture) && isAsAsked(request, asked)) {
        literal += 1;
        expectVector(title, outcome, one.vector, request);
      }
    }
    expect(literal).toBeGreaterThanOrEqual(fewestLiteral[fixture.hook.name] ?? 0);
  });
});
