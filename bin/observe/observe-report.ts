import type { DecisionLine } from '../logs/decision-line.ts';

type Difference = DecisionLine['differences'][number]['difference'];

/** How often a claim name of a token stood so to what the token carried already. */
export type ClaimComparison = { readonly token: string; readonly name: string } & Readonly<Record<Difference, number>>;

export type InstanceReport = {
  readonly instance: string;
  readonly hook: string;
  readonly from: string;
  readonly to: string;
  readonly decisions: number;
  readonly subjects: number;
  /** Denials that did not happen, by reason. */
  readonly wouldDeny: Readonly<Record<string, number>>;
  /** Calls that could not be decided, by the code of the fault. */
  readonly failures: Readonly<Record<string, number>>;
  readonly differences: readonly ClaimComparison[];
  /** How often a token would get or lose a scope. */
  readonly scopes: readonly { readonly scope: string; readonly added: number; readonly removed: number }[];
  /** What would be released, by `<token>:<name>`. */
  readonly released: Readonly<Record<string, number>>;
  readonly withheld: readonly { readonly reason: string; readonly claim: string; readonly count: number }[];
};

export type ObserveReport = {
  readonly instances: readonly InstanceReport[];
  /** Decisions in other modes, which are not counted. */
  readonly otherDecisions: number;
};

const add = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const sorted = (counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] =>
  [...counts].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));

const separator = '\u0000';

/** How often somebody would lose a value or get another one. */
const unlike = ({ different, missing, suppressed }: ClaimComparison): number => different + missing + suppressed;

const createTally = (instance: string, hook: string) => {
  const wouldDeny = new Map<string, number>();
  const failures = new Map<string, number>();
  const released = new Map<string, number>();
  const withheld = new Map<string, number>();
  const claims = new Map<string, { token: string; name: string } & Record<Difference, number>>();
  const scopes = new Map<string, { scope: string; added: number; removed: number }>();
  const subjects = new Set<string>();
  let [from, to, decisions] = ['', '', 0];

  const compare = ({ token, name, difference }: DecisionLine['differences'][number]): void => {
    const key = `${token}${separator}${name}`;
    const entry = claims.get(key) ?? { token, name, same: 0, different: 0, added: 0, missing: 0, suppressed: 0 };
    entry[difference] += 1;
    claims.set(key, entry);
  };

  const compareScope = (scope: string, difference: 'added' | 'removed'): void => {
    const entry = scopes.get(scope) ?? { scope, added: 0, removed: 0 };
    entry[difference] += 1;
    scopes.set(scope, entry);
  };

  return {
    take: (line: DecisionLine): void => {
      decisions += 1;
      if (from === '' || line.timestamp < from) from = line.timestamp;
      if (line.timestamp > to) to = line.timestamp;
      if (line.subject !== undefined) subjects.add(line.subject);
      if (line.outcome === 'deny') add(wouldDeny, line.reason ?? 'unknown');
      if (line.outcome === 'fail') add(failures, line.error?.code ?? 'unexpected');
      for (const [token, names] of line.outcome === 'issue' ? Object.entries(line.released) : []) {
        for (const name of names) add(released, `${token}:${name}`);
      }
      for (const [reason, names] of Object.entries(line.withheld)) {
        for (const claim of names) add(withheld, `${reason}${separator}${claim}`);
      }
      line.differences.forEach(compare);
      for (const scope of line.scope_differences?.added ?? []) compareScope(scope, 'added');
      for (const scope of line.scope_differences?.removed ?? []) compareScope(scope, 'removed');
    },
    report: (): InstanceReport => ({
      instance,
      hook,
      from,
      to,
      decisions,
      subjects: subjects.size,
      wouldDeny: Object.fromEntries(sorted(wouldDeny)),
      failures: Object.fromEntries(sorted(failures)),
      differences: [...claims.values()].sort((a, b) => unlike(b) - unlike(a) || (a.name < b.name ? -1 : 1)),
      scopes: [...scopes.values()].sort((a, b) => (a.scope < b.scope ? -1 : 1)),
      released: Object.fromEntries(sorted(released)),
      withheld: sorted(withheld).map(([key, count]) => {
        const [reason = '', claim = ''] = key.split(separator);
        return { reason, claim, count };
      }),
    }),
  };
};

/** Adds up what instances in observe mode decided and did not do. */
export const createObserveReport = () => {
  const tallies = new Map<string, ReturnType<typeof createTally>>();
  let otherDecisions = 0;
  return {
    take: (line: DecisionLine): void => {
      if (line.mode !== 'observe') {
        otherDecisions += 1;
        return;
      }
      const instance = line.instance ?? '(unproved caller)';
      const key = `${instance}${separator}${line.hook}`;
      const tally = tallies.get(key) ?? createTally(instance, line.hook);
      tallies.set(key, tally);
      tally.take(line);
    },
    report: (): ObserveReport => ({
      instances: [...tallies.values()].map(({ report }) => report()),
      otherDecisions,
    }),
  };
};
