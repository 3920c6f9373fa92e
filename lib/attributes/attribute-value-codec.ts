import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ClaimValue } from '../claims/claim-value.ts';
import { ItemTooLargeError, MalformedItemError } from '../errors.ts';
import { setMember } from './attribute-values.ts';

/**
 * The SDK builds maps by assignment, which would lose an attribute named `__proto__`: it is stored with a backslash in
 * front, and a name that already looks like that gets one more.
 */
const protoName = /^\\*__proto__$/;
const escapedProtoName = /^\\+__proto__$/;

/** `undefined` members are left out, as `JSON.stringify` does. */
export const toAttributeValue = (value: ClaimValue): AttributeValue => {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    default:
      return value === null ? { NULL: true } : toNested(value);
  }
};

const toNested = (
  value: readonly ClaimValue[] | { readonly [member: string]: ClaimValue | undefined },
): AttributeValue => {
  if (isList(value)) {
    return { L: value.map(toAttributeValue) };
  }
  const members: Record<string, AttributeValue> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) {
      members[protoName.test(name) ? `\\${name}` : name] = toAttributeValue(member);
    }
  }
  return { M: members };
};

const isList = (value: object): value is readonly ClaimValue[] => Array.isArray(value);

/**
 * Turns a stored value back into JSON's values.
 * @param limits `owner` names the item in messages; `maximumLength` bounds the text, names included
 * @throws MalformedItemError for types that JSON has not (sets, binary) and for integers that JavaScript would change;
 * ItemTooLargeError for more text than any door lets in
 */
export const toClaimValue = (
  value: AttributeValue,
  field: string,
  { owner, maximumLength }: { readonly owner: string; readonly maximumLength: number },
): ClaimValue => {
  let room = maximumLength;

  // Counts UTF-16 units, which never are more than the bytes that the doors count: quick, and no valid item is refused.
  const take = (text: string): string => {
    room -= text.length;
    if (room < 0) {
      throw new ItemTooLargeError(`${owner}: ${field} is larger than ${maximumLength} bytes.`);
    }
    return text;
  };

  const decode = (stored: AttributeValue, path: readonly string[]): ClaimValue => {
    if (stored.S !== undefined) {
      return take(stored.S);
    }
    if (stored.N !== undefined) {
      return toNumber(stored.N, path);
    }
    if (stored.BOOL !== undefined) {
      return stored.BOOL;
    }
    if (stored.NULL !== undefined) {
      return null;
    }
    if (stored.L !== undefined) {
      return stored.L.map((entry, index) => decode(entry, [...path, String(index)]));
    }
    if (stored.M !== undefined) {
      const members: Record<string, ClaimValue> = {};
      for (const [name, member] of Object.entries(stored.M)) {
        take(name);
        setMember(members, escapedProtoName.test(name) ? name.slice(1) : name, decode(member, [...path, name]));
      }
      return members;
    }
    throw malformed(path, `has DynamoDB's type ${Object.keys(stored).join()}: expected S, N, BOOL, NULL, L or M`);
  };

  const toNumber = (text: string, path: readonly string[]): number => {
    const number = Number(text);
    if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) {
      throw malformed(path, 'is a number that JavaScript cannot hold exactly: store it as text');
    }
    return number;
  };

  const malformed = (path: readonly string[], problem: string): MalformedItemError =>
    new MalformedItemError(`${owner}: ${path.join('.')} ${problem}.`);

  return decode(value, [field]);
};
