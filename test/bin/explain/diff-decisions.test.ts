import { describe, expect, it } from 'vitest';
import { changesTokens, diffDecisions } from '../../../bin/explain/diff-decisions.ts';
import { differenceJson, formatDifference } from '../../../bin/explain/difference-text.ts';
import type { ClaimsDecision, ClaimTrace, Deny, Issue } from '../../../lib/claims/decision.ts';

const empty = { id_token: [], access_token: [], userinfo: [] };
const released: ClaimTrace = {
  claim: 'role',
  token: 'access_token',
  sources: [],
  overrode: [],
  outcome: 'released',
  name: 'r',
  bytes: 9,
};
const withheld: ClaimTrace = {
  claim: 'plan',
  token: 'access_token',
  sources: [],
  overrode: [],
  outcome: 'withheld',
  reason: 'no_value',
};
const issue = (changes: Partial<Issue> = {}): Issue => ({
  outcome: 'issue',
  claims: { id_token: {}, access_token: { r: 'admin' }, userinfo: {} },
  stale: empty,
  suppress: empty,
  scopes: { add: [], remove: [] },
  freshness: 'fresh',
  version: '1',
  trace: [released, withheld],
  ...changes,
});
const deny = (changes: Partial<Deny> = {}): Deny => ({
  outcome: 'deny',
  reason: 'blocked',
  message: 'No.',
  version: '1',
  trace: [],
  ...changes,
});
const text = (before: ClaimsDecision, after: ClaimsDecision): string =>
  formatDifference(diffDecisions(before, after), { values: false });

describe('diffDecisions', () => {
  it('finds no difference between equal decisions, whatever their version and the order of names', () => {
    const before = issue({ suppress: { ...empty, id_token: ['a', 'b'] }, scopes: { add: ['x', 'y'], remove: [] } });
    const after = issue({
      suppress: { ...empty, id_token: ['b', 'a', 'a'] },
      scopes: { add: ['y', 'x'], remove: [] },
      version: '2',
    });
    const difference = diffDecisions(before, after);
    expect(difference).toEqual({ claims: [], effects: [] });
    expect(changesTokens(difference)).toBe(false);
    expect(text(before, after)).toBe('No token changes.');
  });

  it.each<readonly [string, Partial<Issue>, object]>([
    ['an added scope', { scopes: { add: ['admin'], remove: [] } }, { effect: 'added scopes', token: 'access_token' }],
    [
      'a removed scope',
      { scopes: { add: [], remove: ['admin'] } },
      { effect: 'removed scopes', token: 'access_token' },
    ],
    [
      'a suppressed claim',
      { suppress: { ...empty, userinfo: ['admin'] } },
      { effect: 'suppressed claims', token: 'userinfo' },
    ],
    ['a stale claim', { stale: { ...empty, id_token: ['admin'] } }, { effect: 'stale claims', token: 'id_token' }],
  ])('sees %s in both directions', (_, changed, expected) => {
    const difference = diffDecisions(issue(), issue(changed));
    expect(difference).toEqual({ claims: [], effects: [{ ...expected, before: [], after: ['admin'] }] });
    expect(changesTokens(difference)).toBe(true);
    expect(differenceJson(difference, { values: false })).toMatchObject({ effects: [expected] });
    expect(diffDecisions(issue(changed), issue()).effects).toEqual([{ ...expected, before: ['admin'], after: [] }]);
    expect(text(issue(), issue(changed))).toMatch(/EFFECT +TOKEN +BEFORE +AFTER\n.*admin$/);
  });

  it('compares two denials by their reasons only', () => {
    const other = deny({ message: 'Never.', trace: [released, withheld], version: '2' });
    expect(diffDecisions(deny(), other)).toEqual({ claims: [], effects: [] });
    expect(diffDecisions(deny(), deny({ reason: 'deleted' }))).toEqual({
      outcome: { before: 'deny (blocked)', after: 'deny (deleted)' },
      claims: [],
      effects: [],
    });
  });

  it('says what a denial takes away and not what was withheld anyway, though its trace says released', () => {
    const before = issue({ scopes: { add: ['admin'], remove: [] } });
    const after = deny({ trace: [released, { ...withheld, reason: 'invalid_value' }] });
    const difference = diffDecisions(before, after);
    expect(difference).toEqual({
      outcome: { before: 'issue (fresh)', after: 'deny (blocked)' },
      claims: [expect.objectContaining({ claim: 'role', change: 'removed', after: { outcome: 'absent' } })],
      effects: [expect.objectContaining({ effect: 'added scopes', before: ['admin'], after: [] })],
    });
    expect(changesTokens(difference)).toBe(true);
    expect(diffDecisions(after, before).claims).toEqual([expect.objectContaining({ claim: 'role', change: 'added' })]);
  });

  it('does not take another reason for another token', () => {
    const difference = diffDecisions(issue(), issue({ trace: [released, { ...withheld, reason: 'invalid_value' }] }));
    expect(difference.claims).toMatchObject([{ claim: 'plan', change: 'reason' }]);
    expect(changesTokens(difference)).toBe(false);
  });
});
