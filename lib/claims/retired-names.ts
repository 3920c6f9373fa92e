import type { HookLimits } from '../token-hook.ts';
import { tokenKinds } from '../token-request.ts';
import { registeredName } from './guards/registered-names.ts';
import { isReservedName } from './guards/reserved-name.ts';

/**
 * Why a plain name cannot have been ours: a specification gives it a meaning, or the hook's IdP keeps it for itself in
 * some token. Such a claim is the IdP's, and taking it out is not ours to do, whatever the policy says.
 */
export const retiredNameFault = (name: string, { reserved }: Pick<HookLimits, 'reserved'>): string | undefined => {
  const clause = registeredName(name, false);
  if (clause !== undefined) return `registered by ${clause}`;
  return tokenKinds.some((token) => isReservedName(name, reserved[token])) ? 'reserved by the IdP' : undefined;
};
