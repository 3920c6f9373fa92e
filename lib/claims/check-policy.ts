import type { Check, CheckTarget, Finding } from './checks/finding.ts';
import {
  checkColdStarts,
  checkEmulator,
  checkIdentifiers,
  checkScopesRule,
  checkSharedRealms,
  checkSharedSecrets,
} from './checks/instances.ts';
import { checkLimits } from './checks/limits.ts';
import {
  checkDuplicateNames,
  checkHousekeepingNames,
  checkNames,
  checkNamespaces,
  checkReach,
  checkRetiredNames,
  checkSharedClaimsSets,
} from './checks/names.ts';
import { checkNeverReleased } from './checks/never-released.ts';
import { checkPrecedence, checkRelease, checkRequired, checkScopes, checkSuppress } from './checks/release.ts';
import { checkSchemas } from './checks/schemas.ts';
import { checkOrganizationName, checkUnknownSubject } from './checks/subjects.ts';
import { checkDefaults, checkJsonSchemas, checkSensitive, checkSizes, checkValueTypes } from './checks/values.ts';
import { compilePolicy } from './compile.ts';
import type { ClaimsPolicy } from './policy.ts';

/** In the order in which they are reported. */
const checks: readonly Check[] = [
  checkNamespaces,
  checkNames,
  checkDuplicateNames,
  checkHousekeepingNames,
  checkRetiredNames,
  checkOrganizationName,
  checkRelease,
  checkScopes,
  checkNeverReleased,
  checkRequired,
  checkDefaults,
  checkSchemas,
  checkJsonSchemas,
  checkSensitive,
  checkPrecedence,
  checkUnknownSubject,
  checkReach,
  checkSharedClaimsSets,
  checkValueTypes,
  checkLimits,
  checkSizes,
  checkSuppress,
  checkIdentifiers,
  checkSharedRealms,
  checkSharedSecrets,
  checkScopesRule,
  checkEmulator,
  checkColdStarts,
];

/**
 * Lints a policy against every hook instance that is not switched off: what `claims check` prints and what stops
 * packaging. Production never runs it; there a claim that cannot be carried is withheld with its reason.
 * @param sources names of the additional sources in `sources.config.ts`
 */
export const checkPolicy = (
  policy: ClaimsPolicy,
  targets: readonly CheckTarget[],
  sources: readonly string[] = [],
): readonly Finding[] => {
  const enabled = targets
    .filter(({ instanceConfig }) => instanceConfig.mode !== 'off')
    .map((target) => ({ ...target, compiled: compilePolicy(policy, target.hook.limits) }));
  return checks.flatMap((check) => check({ policy, targets: enabled, sources }));
};
