import type { Attributes, ClaimValue } from '../claims/claim-value.ts';
import { MalformedItemError } from '../errors.ts';

/** Levels of arrays and maps below `attributes`; DynamoDB itself ends at 32. */
const maximumDepth = 16;

/** The magnitudes that DynamoDB's number type holds. @see the type's entry in the DynamoDB developer guide's limits */
const smallestNumber = 1e-130;
const largestNumber = 9.9e125;

/**
 * Copies attributes, so that neither side sees later changes of the other, and leaves `undefined` members out.
 * @param owner names the item in messages
 * @throws MalformedItemError for what the table cannot give back exactly; names the path, never the value
 */
export const copyAttributes = (
  attributes: Readonly<Record<string, ClaimValue | undefined>>,
  owner: string,
): Attributes => copyMembers(attributes, [], owner);

const copyMembers = (
  members: Readonly<Record<string, ClaimValue | undefined>>,
  path: readonly string[],
  owner: string,
): Record<string, ClaimValue> => {
  if (path.length > maximumDepth) {
    throw malformed(owner, path, `is nested deeper than ${maximumDepth} levels`);
  }
  const copy: Record<string, ClaimValue> = {};
  for (const [name, value] of Object.entries(members)) {
    if (name === '' || !name.isWellFormed()) {
      throw malformed(owner, path, 'has a name that is empty or holds a lone surrogate');
    }
    if (value !== undefined) {
      setMember(copy, name, copyValue(value, [...path, name], owner));
    }
  }
  return copy;
};

/** Sets an own member whatever its name: a plain assignment to `__proto__` would set the prototype instead. */
export const setMember = <Value>(target: Record<string, Value>, name: string, value: Value): void => {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[name] = value;
  }
};

const copyValue = (value: ClaimValue, path: readonly string[], owner: string): ClaimValue => {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      if (!value.isWellFormed()) {
        throw malformed(owner, path, 'holds a lone surrogate: expected well-formed Unicode text');
      }
      return value;
    case 'number':
      return copyNumber(value, path, owner);
    case 'object':
      return value === null ? null : copyNested(value, path, owner);
    default:
      throw malformed(owner, path, 'is not a JSON value');
  }
};

const copyNested = (
  value: readonly ClaimValue[] | { readonly [member: string]: ClaimValue | undefined },
  path: readonly string[],
  owner: string,
): ClaimValue => {
  if (isList(value)) {
    if (path.length > maximumDepth) {
      throw malformed(owner, path, `is nested deeper than ${maximumDepth} levels`);
    }
    return value.map((entry, index) => copyValue(entry, [...path, String(index)], owner));
  }
  return copyMembers(value, path, owner);
};

/** `Array.isArray` does not narrow a readonly array. */
const isList = (value: object): value is readonly ClaimValue[] => Array.isArray(value);

/** Beyond 2^53 two systems read different integers from the same text (RFC 8259 s.6): such ids belong in strings. */
const copyNumber = (value: number, path: readonly string[], owner: string): number => {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw malformed(owner, path, 'is an integer beyond 2^53 - 1: store it as text');
  }
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value) || (magnitude !== 0 && (magnitude < smallestNumber || magnitude > largestNumber))) {
    throw malformed(owner, path, 'is not a number that DynamoDB holds');
  }
  return magnitude === 0 ? 0 : value;
};

const malformed = (owner: string, path: readonly string[], problem: string): MalformedItemError =>
  new MalformedItemError(`Item "${owner}": attributes${path.map((step) => `.${step}`).join('')} ${problem}.`);
