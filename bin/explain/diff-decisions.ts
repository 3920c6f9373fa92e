import { isDeepStrictEqual } from 'node:util';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import type { ClaimsDecision, ClaimTrace } from '../../lib/claims/decision.ts';
import { type TokenKind, tokenKinds } from '../../lib/token-request.ts';

/** What a claim is at one side of a comparison. */
export type ClaimState =
  | { readonly outcome: 'released'; readonly name: string; readonly value: ClaimValue | undefined }
  | { readonly outcome: 'withheld'; readonly reason: string }
  | { readonly outcome: 'absent' };

/** `added`, `removed`, `value` and `name` change a token; `reason` only says why something is not in it. */
export type ClaimDifference = {
  readonly claim: string;
  readonly token: TokenKind;
  readonly change: 'added' | 'removed' | 'value' | 'name' | 'reason';
  readonly before: ClaimState;
  readonly after: ClaimState;
};

/** What a decision does to a token beside putting claims into it; the names are sorted. */
export type EffectDifference = {
  readonly effect: 'added scopes' | 'removed scopes' | 'suppressed claims' | 'stale claims';
  /** Scopes are of the access token. */
  readonly token: TokenKind;
  readonly before: readonly string[];
  readonly after: readonly string[];
};

export type DecisionDifference = {
  /** Such as `deny (blocked)`; present only where it changes. */
  readonly outcome?: { readonly before: string; readonly after: string } | undefined;
  readonly claims: readonly ClaimDifference[];
  readonly effects: readonly EffectDifference[];
};

/**
 * How two decisions differ: claim by claim and token by token, and in what else they do to tokens. Of two denials only
 * the reasons are compared, because there is no token that could be another one.
 */
export const diffDecisions = (before: ClaimsDecision, after: ClaimsDecision): DecisionDifference => {
  const outcomes = { before: describeOutcome(before), after: describeOutcome(after) };
  const states = { before: statesOf(before), after: statesOf(after) };
  const claims = [...new Set([...states.before.keys(), ...states.after.keys()])].flatMap((key) => {
    const from = states.before.get(key);
    const to = states.after.get(key);
    const entry = from ?? to;
    if (entry === undefined) {
      return [];
    }
    const change = changeOf(from?.state ?? absent, to?.state ?? absent);
    return change === undefined
      ? []
      : [{ claim: entry.claim, token: entry.token, change, before: from?.state ?? absent, after: to?.state ?? absent }];
  });
  return {
    ...(outcomes.before === outcomes.after ? {} : { outcome: outcomes }),
    claims: before.outcome === 'deny' || after.outcome === 'deny' ? claims.filter(isChange) : claims,
    effects: diffEffects(before, after),
  };
};

/** Whether any token, or whether one is issued at all, is another one now. */
export const changesTokens = ({ outcome, claims, effects }: DecisionDifference): boolean =>
  outcome !== undefined || effects.length > 0 || claims.some(isChange);

const isChange = ({ change }: ClaimDifference): boolean => change !== 'reason';

const diffEffects = (before: ClaimsDecision, after: ClaimsDecision): readonly EffectDifference[] => {
  const effects = { before: effectsOf(before), after: effectsOf(after) };
  return effects.before.flatMap(({ effect, token, names }, index) => {
    const then = effects.after[index]?.names ?? [];
    return isDeepStrictEqual(names, then) ? [] : [{ effect, token, before: names, after: then }];
  });
};

type Effect = Pick<EffectDifference, 'effect' | 'token'> & { readonly names: readonly string[] };

/** In the same order for every decision; a denial does nothing to tokens that there are not. */
const effectsOf = (decision: ClaimsDecision): readonly Effect[] => {
  const issue = decision.outcome === 'issue' ? decision : undefined;
  const effect = (name: Effect['effect'], token: TokenKind, names: readonly string[] = []): Effect => ({
    effect: name,
    token,
    names: [...new Set(names)].sort(),
  });
  return [
    effect('added scopes', 'access_token', issue?.scopes.add),
    effect('removed scopes', 'access_token', issue?.scopes.remove),
    ...tokenKinds.map((token) => effect('suppressed claims', token, issue?.suppress[token])),
    ...tokenKinds.map((token) => effect('stale claims', token, issue?.stale[token])),
  ];
};

const absent: ClaimState = { outcome: 'absent' };

type Entry = { readonly claim: string; readonly token: TokenKind; readonly state: ClaimState };

/** Whatever the trace of a denial says, no claim is released. */
const statesOf = (decision: ClaimsDecision): ReadonlyMap<string, Entry> =>
  new Map(
    (decision.outcome === 'deny' ? [] : decision.trace)
      // The fingerprint differs whenever anything does: that is no news.
      .filter(({ claim }) => claim !== 'claims_version')
      .toSorted((a, b) => tokenKinds.indexOf(a.token) - tokenKinds.indexOf(b.token))
      .map((entry) => [
        `${entry.token} ${entry.claim}`,
        { claim: entry.claim, token: entry.token, state: stateOf(decision, entry) },
      ]),
  );

const stateOf = (decision: ClaimsDecision, entry: ClaimTrace): ClaimState =>
  entry.outcome === 'released'
    ? {
        outcome: 'released',
        name: entry.name,
        value: decision.outcome === 'issue' ? decision.claims[entry.token][entry.name] : undefined,
      }
    : { outcome: 'withheld', reason: entry.reason };

const changeOf = (before: ClaimState, after: ClaimState): ClaimDifference['change'] | undefined => {
  if (before.outcome === 'released' && after.outcome === 'released') {
    if (before.name !== after.name) {
      return 'name';
    }
    return isDeepStrictEqual(before.value, after.value) ? undefined : 'value';
  }
  if (after.outcome === 'released') {
    return 'added';
  }
  if (before.outcome === 'released') {
    return 'removed';
  }
  return isDeepStrictEqual(before, after) ? undefined : 'reason';
};

const describeOutcome = (decision: ClaimsDecision): string =>
  decision.outcome === 'issue' ? `issue (${decision.freshness})` : `deny (${decision.reason})`;
