import { UsageError } from '../frame/command-error.ts';
import { type ItemKindCommand, itemKinds } from './item-kind.ts';

/** The kind that a command such as `claims history user ID` names. */
export const readKind = (name: string, allowed: readonly ItemKindCommand['kind'][]): ItemKindCommand => {
  const kind = itemKinds.find((candidate) => candidate.kind === name && allowed.includes(candidate.kind));
  if (kind === undefined) {
    throw new UsageError(`"${name}" is not one of ${allowed.join(', ')}`);
  }
  return kind;
};
