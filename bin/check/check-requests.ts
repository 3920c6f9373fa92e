import { requestFactsOf } from '../../functions/request-facts.ts';
import { type CheckTarget, type Finding, finding } from '../../lib/claims/checks/finding.ts';
import { isGrantType } from '../../lib/claims/checks/never-released.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { RequestFacts } from '../../lib/hook-facts.ts';

/**
 * Claims that are narrowed to what no enabled hook's event ever says: no request fits. Where one that is still off would
 * fit, the policy may be there before it.
 */
export const checkRequests = (policy: ClaimsPolicy, targets: readonly CheckTarget[]): readonly Finding[] => {
  const factsWhere = (counts: (target: CheckTarget) => boolean): readonly RequestFacts[] =>
    targets.filter(counts).map(({ hook }) => requestFactsOf(hook.name));
  const facts = factsWhere(({ instanceConfig }) => instanceConfig.mode !== 'off');
  const switchedOff = factsWhere(({ instanceConfig }) => instanceConfig.mode === 'off');
  if (facts.length === 0) return [];
  return Object.entries(policy.claims).flatMap(([claim, { audiences = [], grantTypes: named = [] }]): Finding[] => {
    // One that there is not is told by itself.
    const grantTypes = named.filter(isGrantType);
    const told = (fits: (each: RequestFacts) => boolean, message: string, remedy: string): readonly Finding[] =>
      facts.some(fits)
        ? []
        : [finding('never-released', switchedOff.some(fits) ? 'warning' : 'error', { claim, message, remedy })];
    return [
      ...(audiences.length === 0
        ? []
        : told(
            (each) => each.audiences !== 'none',
            'is for `audiences`, and no enabled hook tells the audience: it is never released',
            'remove `audiences`, or enable a hook whose IdP names the API',
          )),
      ...(grantTypes.length === 0
        ? []
        : told(
            (each) => grantTypes.some((grantType) => tells(each, grantType)),
            `is for the grant types ${grantTypes.join(', ')}, with which no enabled hook is called: it is never released`,
            `use ${[...new Set(facts.flatMap((each) => each.grantTypes ?? []))].join(', ')}, or remove \`grantTypes\``,
          )),
    ];
  });
};

const tells = ({ grantTypes }: RequestFacts, grantType: string): boolean => grantTypes?.includes(grantType) !== false;
