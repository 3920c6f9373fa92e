import type { ModeOverride } from '../api/mode-queries.ts';

export type Mode = ModeOverride['mode'];

export const modes = [
  { value: 'enforce', label: 'Enforce' },
  { value: 'observe', label: 'Observe' },
  { value: 'off', label: 'Off' },
] as const satisfies readonly { readonly value: Mode; readonly label: string }[];

export const colorOf: Readonly<Record<Mode, string>> = { enforce: 'teal', observe: 'yellow', off: 'red' };

const effects: Readonly<Record<Mode, string>> = {
  enforce: 'tokens get the claims of the policy, and who is blocked or off-boarded gets no token',
  observe:
    'the decision is made and recorded, but tokens get none of our claims, and nobody is denied, not even who is blocked',
  off: 'the IdP goes on as if there were no hook: none of our claims, and nobody is denied, not even who is blocked',
};

/** Whom an override is for: `5 % of the subjects, at shop`. */
export const describeReach = ({ share, clients }: Pick<ModeOverride, 'share' | 'clients'>): string => {
  const whom = share === undefined ? 'everybody' : `${share}\u00a0% of the subjects`;
  return clients === undefined ? whom : `${whom}, at ${clients.join(', ') || 'no client'}`;
};

/** What an override would do, before it is made. */
export const describeEffect = (instance: string, override: ModeOverride): string =>
  `From the next login on, at ${instance}, for ${describeReach(override)}: ${effects[override.mode]}.`;
