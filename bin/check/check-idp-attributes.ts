import { type Finding, finding } from '../../lib/claims/checks/finding.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';
import type { HookFacts } from '../../lib/hook-facts.ts';
import type { InstanceUnderCheck } from './check-instances.ts';

/** What several IdPs (Auth0, Supabase) let every user write about themselves. */
const userEditable = /^user_metadata(\.|$)/;

/** IdP attributes that claims are fed from come to some hook, and nobody vouches for what people write themselves. */
export const checkIdpAttributes = (
  policy: ClaimsPolicy,
  instances: readonly InstanceUnderCheck[],
): readonly Finding[] => {
  const enabled = instances.filter(({ instanceConfig }) => instanceConfig.mode !== 'off');
  return [
    ...Object.entries(policy.claims).flatMap(([claim, { idpAttribute }]) =>
      idpAttribute === undefined ? [] : checkClaim(claim, idpAttribute, enabled),
    ),
    ...enabled.flatMap(checkVouched),
  ];
};

const checkClaim = (claim: string, attribute: string, instances: readonly InstanceUnderCheck[]): readonly Finding[] => {
  if (userEditable.test(attribute)) {
    return [
      finding('idp-attribute', 'error', {
        claim,
        message: `is fed from "${attribute}", which users write themselves`,
        remedy: 'keep the value where only administrators write it (app_metadata, or the table)',
      }),
    ];
  }
  return instances.length === 0 || instances.some((instance) => comes(attribute, instance))
    ? []
    : [
        finding('idp-attribute', 'warning', {
          claim,
          message: `is fed from "${attribute}", which no hook instance vouches for: it never gets a value from there`,
          remedy:
            'list it in `idpAttributes` of the instances whose IdP sends it (hooks.config.ts), or correct the name',
        }),
      ];
};

const comes = (attribute: string, { instanceConfig, facts }: InstanceUnderCheck): boolean =>
  facts.idpAttributes === 'vouched'
    ? instanceConfig.idpAttributes?.includes(attribute) === true
    : facts.idpAttributes.some((root) => attribute === root || attribute.startsWith(`${root}.`));

const checkVouched = ({ instance, instanceConfig, facts }: InstanceUnderCheck): readonly Finding[] => {
  const { hook, idpAttributes = [] } = instanceConfig;
  return [
    ...idpAttributes
      .filter((attribute) => userEditable.test(attribute))
      .map((attribute) =>
        finding('idp-attribute', 'error', {
          instance,
          hook,
          message: `vouches for "${attribute}", which users write themselves`,
          remedy: 'remove it from `idpAttributes`',
        }),
      ),
    ...(facts.idpAttributes === 'vouched' || idpAttributes.length === 0
      ? []
      : [
          finding('idp-attribute', 'warning', {
            instance,
            hook,
            message: `\`idpAttributes\` means nothing here: ${whatComes(facts.idpAttributes)}`,
            remedy: 'remove it',
          }),
        ]),
  ];
};

const whatComes = (roots: Exclude<HookFacts['idpAttributes'], 'vouched'>): string =>
  roots.length === 0 ? 'the hook reads no IdP attribute' : `the hook reads ${roots.join(' and ')}, whatever is listed`;
