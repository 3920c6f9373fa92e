import type { ItemContent, ItemKey } from '../attributes/item.ts';
import { toStoredContent } from '../attributes/item-content.ts';
import type { ClaimsPolicy } from '../claims/policy.ts';
import { InvalidKeyError, MalformedItemError, TooManyGroupsError } from '../errors.ts';
import { checkValue } from './check-value.ts';
import type { RefusedValue } from './errors.ts';
import { noticesOf } from './notices.ts';
import type { Notice } from './services.ts';

const checkName = (attribute: string): RefusedValue | undefined =>
  attribute === '' || attribute.length > 256 || /\p{Cc}/u.test(attribute) || attribute === '__proto__'
    ? { attribute, reason: 'invalid_name', message: 'a name has 1 to 256 characters and no control character.' }
    : undefined;

/** What the store itself would not take: fields that the kind does not have, numbers that JSON systems misread. */
const checkStorable = (key: ItemKey, content: ItemContent): RefusedValue | undefined => {
  try {
    toStoredContent(key, content);
    return undefined;
  } catch (error) {
    if (
      error instanceof MalformedItemError ||
      error instanceof TooManyGroupsError ||
      error instanceof InvalidKeyError
    ) {
      return { attribute: key.kind, reason: 'not_storable', message: error.message };
    }
    throw error;
  }
};

export type CheckedContent = { readonly refused: readonly RefusedValue[]; readonly notices: readonly Notice[] };

/**
 * Checks what is about to be stored, at every door: what is refused is neither stored nor logged. `only` limits the
 * check of values to the attributes that change, so that an old value does not stand in the way of a new one.
 * @throws ItemTooLargeError
 */
export const checkContent = async (
  policy: ClaimsPolicy,
  key: ItemKey,
  content: ItemContent,
  only: readonly string[] = Object.keys(content.attributes),
): Promise<CheckedContent> => {
  const checked = await Promise.all(
    only.map(async (attribute) => {
      const value = Object.hasOwn(content.attributes, attribute) ? content.attributes[attribute] : undefined;
      return value === undefined ? undefined : (checkName(attribute) ?? checkValue(policy, attribute, value));
    }),
  );
  const values = checked.filter((entry) => entry !== undefined);
  const unstorable = values.length === 0 ? checkStorable(key, content) : undefined;
  return {
    refused: unstorable ? [unstorable] : values,
    notices: only.flatMap((attribute) => noticesOf(policy, attribute, content.attributes)),
  };
};
