import { ClaimsError } from '../../lib/errors.ts';
import { formatTable } from '../frame/output.ts';
import type { DecisionDifference } from './diff-decisions.ts';
import { differenceJson } from './difference-text.ts';
import type { ExplainAllResult } from './explain-all.ts';

/** Tells of a comparison for everybody while it goes on, and keeps no more than the counts. */
export type AllReport = {
  changed(subject: string, difference: DecisionDifference): Promise<void>;
  failed(subject: string, error: ClaimsError): Promise<void>;
  end(result: ExplainAllResult): Promise<void>;
};

type Write = (text: string) => Promise<void>;

/**
 * One JSON document, written as it comes: a line of its own for each subject that gets other tokens or could not be
 * decided, the counts at the end.
 */
export const jsonReport = ({ values }: { readonly values: boolean }, write: Write): AllReport => {
  const counts = createCounts();
  let separator = '{"changes": [\n';
  const writeEntry = async (entry: object): Promise<void> => {
    await write(`${separator}${JSON.stringify(entry)}`);
    separator = ',\n';
  };
  return {
    changed: async (subject, difference) => {
      counts.add(describeChanges(difference));
      await writeEntry({ subject, ...differenceJson(difference, { values }) });
    },
    failed: async (subject, error) => {
      counts.add([describeFailure(error)]);
      await writeEntry({ subject, failed: describeFailure(error) });
    },
    end: async (result) => {
      const rest = JSON.stringify({ ...result, counts: Object.fromEntries(counts.all()) });
      await write(`${separator === ',\n' ? '\n' : separator}],\n${rest.slice(1)}\n`);
    },
  };
};

/** A terminal shows so many subjects; JSON has them all. */
const longestList = 100;

/** A text for people, at the end: the first subjects, and how many get which change. */
export const textReport = (write: Write): AllReport => {
  const counts = createCounts();
  const first: string[][] = [];
  let more = 0;
  const add = (subject: string, descriptions: readonly string[]): void => {
    counts.add(descriptions);
    if (first.length < longestList) first.push([subject, descriptions.join(', ')]);
    else more += 1;
  };
  return {
    changed: async (subject, difference) => add(subject, describeChanges(difference)),
    failed: async (subject, error) => add(subject, [describeFailure(error)]),
    end: async ({ subjects, changed, failed }) => {
      const tables =
        first.length === 0
          ? []
          : [
              formatTable(['SUBJECT', 'CHANGES'], first),
              ...(more === 0 ? [] : [`... and ${more} more (--json lists all)`]),
              formatTable(
                ['CHANGE', 'SUBJECTS'],
                counts.all().map(([change, count]) => [change, String(count)]),
              ),
            ];
      const undecided = failed === 0 ? '' : ` ${failed} could not be decided.`;
      await write(`${[...tables, `${changed} of ${subjects} subjects get other tokens.${undecided}`].join('\n\n')}\n`);
    },
  };
};

const createCounts = () => {
  const counts = new Map<string, number>();
  return {
    add: (descriptions: readonly string[]): void => {
      for (const description of descriptions) counts.set(description, (counts.get(description) ?? 0) + 1);
    },
    all: (): readonly (readonly [string, number])[] => [...counts],
  };
};

/** Names no scope and no claim of the IdP's: a policy may make those up for every subject. */
const describeChanges = ({ outcome, claims, effects }: DecisionDifference): readonly string[] => [
  ...(outcome === undefined ? [] : [`${outcome.before} becomes ${outcome.after}`]),
  ...claims
    .filter(({ change }) => change !== 'reason')
    .map(({ change, claim, token }) => `${change} ${claim} in ${token}`),
  ...effects.map(({ effect, token }) => `other ${effect} in ${token}`),
];

/** A cause that is an error of ours holds no value either; another may. */
const describeFailure = (error: ClaimsError): string =>
  `not decided: ${error.message}${error.cause instanceof ClaimsError ? ` ${error.cause.message}` : ''}`;
