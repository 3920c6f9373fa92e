import { requestFactsOf } from '../../functions/request-facts.ts';
import { type CheckTarget, type Finding, finding } from '../../lib/claims/checks/finding.ts';
import { isGrantType } from '../../lib/claims/checks/never-released.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { RequestFacts } from '../../lib/hook-facts.ts';

/** Claims that are narrowed to what no enabled hook's event ever says: no request fits. */
export const checkRequests = (policy: ClaimsPolicy, targets: readonly CheckTarget[]): readonly Finding[] => {
  const facts = targets
    .filter(({ instanceConfig }) => instanceConfig.mode !== 'off')
    .map(({ hook }) => requestFactsOf(hook.name));
  if (facts.length === 0) return [];
  return Object.entries(policy.claims).flatMap(([claim, { audiences = [], grantTypes: named = [] }]): Finding[] => {
    // One that there is not is told by itself.
    const grantTypes = named.filter(isGrantType);
    return [
      ...(audiences.length > 0 && facts.every((each) => each.audiences === 'none')
        ? [
            finding('never-released', 'error', {
              claim,
              message: 'is for `audiences`, and no enabled hook tells the audience: it is never released',
              remedy: 'remove `audiences`, or enable a hook whose IdP names the API',
            }),
          ]
        : []),
      ...(grantTypes.length > 0 && facts.every((each) => grantTypes.every((grantType) => !tells(each, grantType)))
        ? [
            finding('never-released', 'error', {
              claim,
              message: `is for the grant types ${grantTypes.join(', ')}, with which no enabled hook is called: it is never released`,
              remedy: `use ${[...new Set(facts.flatMap((each) => each.grantTypes ?? []))].join(', ')}, or remove \`grantTypes\``,
            }),
          ]
        : []),
    ];
  });
};

const tells = ({ grantTypes }: RequestFacts, grantType: string): boolean => grantTypes?.includes(grantType) !== false;
