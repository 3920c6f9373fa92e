import { safeParse } from 'zod/v4/core';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import type { ClaimsPolicy } from '../../lib/claims/policy.ts';

/**
 * Reads a text as the value that the policy wants: JSON where the schema takes it, else the text itself, else a list
 * separated by commas. `plan=42` is a number for `z.int()` and a text for `z.string()`. A key that is not declared is
 * JSON where it reads as JSON. What no reading satisfies comes back as the most literal one, for the check to refuse.
 */
export const readTypedValue = (policy: ClaimsPolicy, key: string, text: string): ClaimValue => {
  const json = parseJson(text);
  const schema = Object.hasOwn(policy.claims, key) ? policy.claims[key]?.schema : undefined;
  if (schema === undefined) {
    return json ?? text;
  }
  const readings: ClaimValue[] = [...(json === undefined ? [] : [json]), text, splitList(text)];
  return readings.find((reading) => safeParse(schema, reading).success) ?? json ?? text;
};

const splitList = (text: string): readonly ClaimValue[] =>
  text === '' ? [] : text.split(',').map((entry) => entry.trim());

const parseJson = (text: string): ClaimValue | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
