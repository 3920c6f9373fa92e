import type { ValueTypes } from '../../token-hook.ts';
import type { ClaimValue } from '../claim-value.ts';

/**
 * Whether a schema's values can be told from their JSON text again: it takes strings only, or no strings at all.
 * `mixed` (a union of both, or no schema) cannot: `"1"` would be the text of `1` and of `"1"`.
 */
export type TextForm = 'text' | 'json' | 'mixed';

const isStringArray = (value: ClaimValue): boolean =>
  Array.isArray(value) && value.every((element) => typeof element === 'string');

const isCarried: Readonly<Record<ValueTypes, (value: ClaimValue) => boolean>> = {
  json: () => true,
  string: (value) => typeof value === 'string',
  'string-or-string-array': (value) => typeof value === 'string' || isStringArray(value),
  'scalar-or-string-array': (value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || isStringArray(value),
};

/**
 * The value as the IdP can carry it: itself, or its JSON text where the IdP takes too few types. The text is
 * reversible, because the schema says whether strings are meant ({@link decodeText}).
 * @returns `undefined` where it cannot be carried: `null` as text, or a schema that takes strings and others
 */
export const encodeValue = (value: ClaimValue, types: ValueTypes, form: TextForm): ClaimValue | undefined => {
  if (isCarried[types](value)) return value;
  return value === null || form === 'mixed' ? undefined : JSON.stringify(value);
};

/**
 * Reads back what {@link encodeValue} wrote, for applications that read tokens of a string-only IdP.
 * @throws SyntaxError where a non-string claim's text is not JSON
 */
export const decodeText = (carried: ClaimValue, form: TextForm): ClaimValue =>
  form === 'json' && typeof carried === 'string' ? JSON.parse(carried) : carried;
