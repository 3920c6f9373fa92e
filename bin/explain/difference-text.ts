import { formatTable, styled } from '../frame/output.ts';
import type { ClaimDifference, ClaimState, DecisionDifference } from './diff-decisions.ts';

/** A comparison for a person: what each token gains, loses and changes. */
export const formatDifference = (difference: DecisionDifference, options: { readonly values: boolean }): string => {
  const { outcome, claims, effects } = difference;
  if (outcome === undefined && claims.length === 0 && effects.length === 0) {
    return 'No token changes.';
  }
  const heading = outcome === undefined ? [] : [styled('red', `Outcome: ${outcome.before} becomes ${outcome.after}`)];
  const rows = claims.map(({ claim, token, change, before, after }) => [
    styled(colours[change], change),
    claim,
    token,
    describeState(before, options),
    describeState(after, options),
  ]);
  return [
    ...heading,
    ...(rows.length === 0 ? [] : [formatTable(['CHANGE', 'CLAIM', 'TOKEN', 'BEFORE', 'AFTER'], rows)]),
    ...(effects.length === 0
      ? []
      : [
          formatTable(
            ['EFFECT', 'TOKEN', 'BEFORE', 'AFTER'],
            effects.map(({ effect, token, before, after }) => [
              styled('yellow', effect),
              token,
              before.join(' '),
              after.join(' '),
            ]),
          ),
        ]),
  ].join('\n\n');
};

/** The same for programs; without `values` it holds no claim value. */
export const differenceJson = (difference: DecisionDifference, { values }: { readonly values: boolean }): object =>
  values
    ? difference
    : {
        ...difference,
        claims: difference.claims.map((entry) => ({
          ...entry,
          before: withoutValue(entry.before),
          after: withoutValue(entry.after),
        })),
      };

const colours = {
  added: 'green',
  removed: 'red',
  value: 'yellow',
  name: 'yellow',
  reason: 'dim',
} as const satisfies Record<ClaimDifference['change'], string>;

const describeState = (state: ClaimState, { values }: { readonly values: boolean }): string => {
  switch (state.outcome) {
    case 'released':
      return values ? `${state.name} = ${JSON.stringify(state.value)}` : state.name;
    case 'withheld':
      return `withheld: ${state.reason}`;
    case 'absent':
      return '';
  }
};

const withoutValue = (state: ClaimState): object =>
  state.outcome === 'released' ? { outcome: state.outcome, name: state.name } : state;
