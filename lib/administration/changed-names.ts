import { isDeepStrictEqual } from 'node:util';
import type { ItemContent } from '../attributes/item.ts';

const differing = (before: object, after: object): readonly string[] => {
  const values = { before: new Map(Object.entries(before)), after: new Map(Object.entries(after)) };
  return [...new Set([...values.before.keys(), ...values.after.keys()])]
    .filter((name) => !isDeepStrictEqual(values.before.get(name), values.after.get(name)))
    .sort();
};

/** The names of the attributes that are new, changed or gone. */
export const changedAttributes = (before: ItemContent | undefined, after: ItemContent | undefined): readonly string[] =>
  differing(before?.attributes ?? {}, after?.attributes ?? {});

/** The names of the other fields (`groups`, `blocked`, ...) that are new, changed or gone. */
export const changedFields = (before: ItemContent | undefined, after: ItemContent | undefined): readonly string[] => {
  const { attributes: _before, ...fieldsBefore } = before ?? { attributes: {} };
  const { attributes: _after, ...fieldsAfter } = after ?? { attributes: {} };
  return differing(fieldsBefore, fieldsAfter);
};
