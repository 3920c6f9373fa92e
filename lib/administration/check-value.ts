import { safeParse } from 'zod/v4/core';
import type { ClaimValue } from '../claims/claim-value.ts';
import { isSensitiveName } from '../claims/guards/sensitive/sensitive-name.ts';
import { sensitiveValue } from '../claims/guards/sensitive/sensitive-value.ts';
import { defaultShapeLimits, shapeFault } from '../claims/guards/shape.ts';
import type { ClaimDefinition, ClaimsPolicy } from '../claims/policy.ts';
import type { RefusedValue } from './errors.ts';
import { scanForSecrets } from './scan-for-secrets.ts';

type Refusal = Omit<RefusedValue, 'attribute'>;

const definitionOf = ({ claims }: ClaimsPolicy, attribute: string): ClaimDefinition | undefined =>
  Object.hasOwn(claims, attribute) ? claims[attribute] : undefined;

const checkSchema = (definition: ClaimDefinition | undefined, value: ClaimValue): Refusal | undefined => {
  const parsed = definition && safeParse(definition.schema, value);
  if (!parsed || parsed.success) {
    return undefined;
  }
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? ` at ${issue.path.map(String).join('.')}` : '';
  return {
    reason: 'invalid_value',
    message: `claims.config.ts does not take this value${where}: ${issue?.message ?? 'invalid'}.`,
  };
};

const checkShape = ({ limits }: ClaimsPolicy, value: ClaimValue): Refusal | undefined => {
  const most = { ...defaultShapeLimits, ...limits };
  const reason = shapeFault(value, most);
  return (
    reason && {
      reason,
      message: `at most ${most.depth} levels, ${most.arrayLength} members and ${most.stringLength} characters are allowed (claims.config.ts: limits).`,
    }
  );
};

/** The scan of the login path, then secretlint's rules over the text and the numbers. */
const findSensitive = async (attribute: string, value: ClaimValue): Promise<readonly string[]> => {
  const kind = isSensitiveName(attribute) ? 'sensitive name' : sensitiveValue(value);
  return kind ? [kind] : scanForSecrets(typeof value === 'string' ? value : JSON.stringify(value));
};

const checkSensitive = async (
  definition: ClaimDefinition | undefined,
  attribute: string,
  value: ClaimValue,
): Promise<Refusal | undefined> => {
  if (definition?.sensitiveValueAllowed !== undefined) {
    return undefined;
  }
  const found = await findSensitive(attribute, value);
  return found.length === 0
    ? undefined
    : {
        reason: 'sensitive_value',
        message: `this looks like sensitive data (${found.join(', ')}), and everybody who holds a token can read its claims. Store a reference to it instead; if it is harmless, say why in claims.config.ts: sensitiveValueAllowed.`,
      };
};

/** Why this value of this attribute is not stored; `undefined` when it may be. Never tells the value. */
export const checkValue = async (
  policy: ClaimsPolicy,
  attribute: string,
  value: ClaimValue,
): Promise<RefusedValue | undefined> => {
  const definition = definitionOf(policy, attribute);
  const refusal =
    checkShape(policy, value) ?? checkSchema(definition, value) ?? (await checkSensitive(definition, attribute, value));
  return refusal && { attribute, ...refusal };
};
