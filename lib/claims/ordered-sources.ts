import type { TokenRequest } from '../token-request.ts';
import type { Attributes } from './claim-value.ts';
import type { ClaimSource } from './decision.ts';
import type { PrecedenceStep } from './policy.ts';
import type { GroupAttributes, SubjectAttributes } from './subject-attributes.ts';

/** One source that has attributes for this request; `idp` stands for the mapped IdP attributes. */
export type RankedSource = { readonly source: ClaimSource; readonly attributes: Attributes | 'idp' };

export const defaultPrecedence: readonly PrecedenceStep[] = [
  'idp',
  'organization',
  'group',
  'user',
  'membership',
  'client',
];

/** By code unit, so that the order is the same on every machine and in every locale. */
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The winning group first: the lower precedence number, none last, then the name. */
export const byGroupPrecedence = (a: GroupAttributes, b: GroupAttributes): number =>
  (a.precedence ?? Number.POSITIVE_INFINITY) === (b.precedence ?? Number.POSITIVE_INFINITY)
    ? byCodeUnit(a.name, b.name)
    : (a.precedence ?? Number.POSITIVE_INFINITY) - (b.precedence ?? Number.POSITIVE_INFINITY);

/**
 * The sources of a request, highest precedence first. People have no `client` step, machines neither `user` nor
 * `membership`: what a client is never shows as what a person is, nor the other way round. Tombstones have nothing to say.
 */
export const orderedSources = (
  { subject }: Pick<TokenRequest, 'subject'>,
  { user, membership, organization, client, groups, sources }: SubjectAttributes,
  precedence: readonly PrecedenceStep[],
): readonly RankedSource[] => {
  const ranked: RankedSource[] = [];
  const machine = subject.kind === 'client';
  const items = {
    organization,
    user: machine ? undefined : user,
    membership: machine ? undefined : membership,
    client: machine ? client : undefined,
  };
  for (let step = precedence.length - 1; step >= 0; step -= 1) {
    const kind = precedence[step] as PrecedenceStep;
    if (kind === 'idp') ranked.push({ source: { kind }, attributes: 'idp' });
    else if (kind === 'group') {
      const live = groups.filter(({ deleted }) => deleted !== true);
      for (const { name, version, attributes } of live.sort(byGroupPrecedence)) {
        ranked.push({ source: { kind, name, version }, attributes });
      }
    } else if (isSourceStep(kind)) {
      const name = kind.slice('source:'.length);
      const answer = Object.hasOwn(sources, name) ? sources[name] : undefined;
      if (answer)
        ranked.push({ source: { kind: 'source', name, version: answer.version }, attributes: answer.attributes });
    } else {
      const item = items[kind];
      if (item && item.deleted !== true) {
        ranked.push({ source: { kind, version: item.version }, attributes: item.attributes });
      }
    }
  }
  return ranked;
};

const isSourceStep = (step: PrecedenceStep): step is `source:${string}` => step.startsWith('source:');
