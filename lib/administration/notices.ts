import type { Attributes } from '../claims/claim-value.ts';
import type { ClaimsPolicy } from '../claims/policy.ts';
import { declareClaim } from './declare-claim.ts';
import type { Notice } from './services.ts';

/** What somebody who stores an attribute should know: that no token will carry it, and what to do about it. */
export const noticesOf = (policy: ClaimsPolicy, attribute: string, attributes: Attributes): readonly Notice[] => {
  const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (value === undefined) {
    return [];
  }
  const definition = Object.hasOwn(policy.claims, attribute) ? policy.claims[attribute] : undefined;
  if (!definition) {
    const text = `No token will carry "${attribute}" until claims.config.ts declares it.`;
    return policy.undeclared === 'release'
      ? []
      : [{ kind: 'undeclared', attribute, text, declaration: declareClaim(attribute, value) }];
  }
  if (definition.value) {
    const text = `"${attribute}" is computed by the policy: tokens carry what it computes, not the stored value.`;
    return [{ kind: 'computed', attribute, text }];
  }
  const released = [...Object.values(policy.scopes).flat(), ...(policy.always ?? [])].includes(attribute);
  const text = `No token will carry "${attribute}": no scope and no "always" in claims.config.ts releases it.`;
  return released ? [] : [{ kind: 'never_released', attribute, text }];
};
