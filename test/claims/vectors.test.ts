import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../lib/claims/compile.ts';
import { decide } from '../../lib/claims/decide.ts';
import { type ClaimsDecision, withholdReasons } from '../../lib/claims/decision.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import { toTokenRequest } from '../../lib/to-token-request.ts';
import { tokenKinds } from '../../lib/token-request.ts';
import { referenceLimits } from '../support/reference-limits.ts';
import { type ExpectedIssue, storeOf, type Vector, vectorInstance, vectorRequest } from '../support/vector.ts';
import { vectors } from '../vectors/index.ts';
import { policies } from '../vectors/policies.ts';

const decideVector = async (vector: Vector): Promise<ClaimsDecision> => {
  const policy: ClaimsPolicy = policies[vector.policy ?? 'shop'];
  const instance = vectorInstance(vector, 'reference/vector');
  const request = toTokenRequest(vectorRequest(vector.request), instance);
  const store = await storeOf(vector.items);
  const {
    modeOverride: _mode,
    roundTrips: _trips,
    ...loaded
  } = await store.load(
    { ...request, directoryGroups: instance.groups !== 'event' },
    { signal: AbortSignal.timeout(5000) },
  );
  return decide(compilePolicy(policy, { ...referenceLimits, ...vector.limits }), request, {
    ...loaded,
    sources: vector.sources ?? {},
    freshness: vector.freshness ?? 'fresh',
  });
};

const expectIssue = (decision: ClaimsDecision, expected: ExpectedIssue, vector: Vector) => {
  if (decision.outcome !== 'issue') throw new Error(`denied: ${decision.reason}`);
  const reached = new Set(vector.request?.tokens ?? tokenKinds);
  for (const token of tokenKinds) {
    const claims = expected[token] ?? (reached.has(token) ? (expected.claims ?? {}) : {});
    // What is in `claims` for all tokens is still not in a token that the claim does not target.
    expect.soft({ ...decision.claims[token] }, token).toEqual(claims);
  }
  for (const [claim, withheld] of Object.entries(expected.withheld ?? {})) {
    for (const token of tokenKinds) {
      const reason = typeof withheld === 'string' ? withheld : withheld[token];
      if (reason === undefined) continue;
      const entry = decision.trace.find((trace) => trace.claim === claim && trace.token === token);
      if (typeof withheld === 'string' && isRule(entry)) continue;
      expect.soft(entry, `${claim} in ${token}`).toMatchObject({ outcome: 'withheld', reason });
    }
    const reasons = decision.trace
      .filter((trace) => trace.claim === claim)
      .map((trace) => (trace.outcome === 'withheld' ? trace.reason : ''));
    for (const reason of typeof withheld === 'string' ? [withheld] : Object.values(withheld)) {
      expect.soft(reasons, claim).toContain(reason);
    }
  }
  for (const [claim, origin] of Object.entries(expected.origin ?? {})) {
    const entry = decision.trace.find((trace) => trace.claim === claim && trace.outcome === 'released');
    expect.soft(entry, claim).toMatchObject(origin);
  }
};

/** A claim may be out of one token for a rule of its own, where the vector tells of the others. */
const isRule = (entry: ClaimsDecision['trace'][number] | undefined): boolean =>
  entry?.outcome === 'withheld' && (entry.reason === 'token_not_targeted' || entry.reason === 'token_unreachable');

describe('vectors', () => {
  it.each(vectors.map((vector) => [vector.title, vector] as const))('%s', async (_title, vector) => {
    const decision = await decideVector(vector);
    if (vector.expected.outcome === 'deny') {
      expect(decision).toMatchObject({ outcome: 'deny', reason: vector.expected.reason });
    } else {
      expectIssue(decision, vector.expected, vector);
    }
  });

  it('have titles of their own', () => {
    expect(new Set(vectors.map(({ title }) => title)).size).toBe(vectors.length);
  });

  it('meet every reason for which a claim can be withheld', async () => {
    const met = new Set<string>();
    for (const vector of vectors) {
      const { trace } = await decideVector(vector);
      for (const entry of trace) if (entry.outcome === 'withheld') met.add(entry.reason);
    }
    expect([...met].sort()).toEqual(withholdReasons.toSorted());
  });

  it('meet every reason for which the decision denies a token', async () => {
    const met = new Set<string>();
    for (const vector of vectors) {
      const decision = await decideVector(vector);
      if (decision.outcome === 'deny') met.add(decision.reason);
    }
    expect([...met].sort()).toEqual(
      ['blocked', 'claim_refused', 'deleted', 'over_budget', 'required_claim_missing', 'unknown_subject'].sort(),
    );
  });

  it('account for every declared claim at every token, unless the subject is refused before', async () => {
    for (const vector of vectors) {
      const decision = await decideVector(vector);
      if (decision.trace.length === 0) continue;
      const declared = Object.keys(policies[vector.policy ?? 'shop'].claims);
      const accounted = new Set(decision.trace.map(({ claim, token }) => `${claim} ${token}`));
      for (const claim of declared) for (const token of tokenKinds) expect(accounted).toContain(`${claim} ${token}`);
    }
  });
});
