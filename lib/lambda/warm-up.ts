import { withinDeadline } from '../deadline.ts';
import type { HookServices } from './hook-services.ts';

/** INIT may take 10 s; a store that does not answer within this is left to the first call's own deadline. */
const longestMs = 1_000;

/**
 * Awaited while the module loads, because Lambda gives INIT a full CPU and freezes what is not awaited. Never rejects:
 * what could not be opened or read by then is the first call's to report.
 */
export const warmUpDuringInit = async ({ warmUp }: Pick<HookServices, 'warmUp'>): Promise<void> => {
  await withinDeadline(longestMs, (signal) => warmUp({ signal })).catch(() => undefined);
};
