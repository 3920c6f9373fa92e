import type { DecisionCase } from './decision.ts';
import type { Measured } from './measure.ts';
import type { GroupsMeasured } from './packaged/measure-groups.ts';
import type { PackagedMeasured } from './packaged/measure-packaged.ts';
import type { ScanGrowth } from './sensitive-scan.ts';

type Figures = {
  readonly packaged: { readonly functions: readonly PackagedMeasured[]; readonly groups: readonly GroupsMeasured[] };
  readonly decisions: readonly (Measured & DecisionCase)[];
  readonly scan: readonly ScanGrowth[];
};

/** At most these, against the hand-written Lambda of the same run. */
const ratios = { cold: 0.9, warmP50: 1.1, warmP99: 1.25, memory: 1.05 } as const;
const bundleKB = 450;
/** p50 with 50 groups against none. */
const fiftyGroups = 1.6;
/** Nanoseconds, for 20 claims over 10 groups and for 1,000. */
const decision = [
  { claims: 20, most: 20_000 },
  { claims: 1000, most: 2_000_000 },
] as const;
/** Time for four times the text: 4 is linear, 16 quadratic. */
const scanGrowth = 8;

/** Which targets the figures miss, in words; empty: none. */
export const missedTargets = ({ packaged: { functions, groups }, decisions, scan }: Figures): readonly string[] => {
  const [baseline] = functions;
  const missed: string[] = [];
  const expect = (what: string, value: number, most: number) => {
    if (!(value <= most)) missed.push(`${what} is ${value.toFixed(2)}, at most ${most} is allowed`);
  };
  for (const ours of functions.filter(({ name }) => name.startsWith('ours'))) {
    for (const [figure, most] of Object.entries(ratios) as [keyof typeof ratios, number][]) {
      expect(
        `${ours.name}: ${figure} against the hand-written Lambda`,
        ours[figure] / (baseline?.[figure] ?? Number.NaN),
        most,
      );
    }
    expect(`${ours.name}: bundle in KB`, ours.bundleKB, bundleKB);
  }
  const none = groups.find(({ groups: count }) => count === 0);
  const fifty = groups.find(({ groups: count }) => count === 50);
  expect(
    'p50 with 50 groups against none',
    (fifty?.warmP50 ?? Number.NaN) / (none?.warmP50 ?? Number.NaN),
    fiftyGroups,
  );
  for (const { groups: count, roundTrips } of groups) expect(`round trips with ${count} groups`, roundTrips, 2);
  for (const { claims, most } of decision) {
    const measured = decisions.find((candidate) => candidate.claims === claims && candidate.groups === 10);
    expect(`nanoseconds of a decision of ${claims} claims over 10 groups`, measured?.median ?? Number.NaN, most);
  }
  for (const { name, growth } of scan) expect(`growth of the scan of ${name}`, growth, scanGrowth);
  return missed;
};
