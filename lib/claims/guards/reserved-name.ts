import type { ReservedNames } from '../../token-hook.ts';

/** Whether the IdP keeps the name for itself: it would refuse the claim, or drop it without a word. */
export const isReservedName = (name: string, reserved: ReservedNames): boolean =>
  reserved.names.has(name) || reserved.prefixes.some((prefix) => name.startsWith(prefix));
