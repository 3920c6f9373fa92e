import type { NamedInstance } from '../callers/authenticate.ts';
import { withinDeadline } from '../deadline.ts';
import type { HookServices } from './hook-services.ts';

/** INIT may take 10 s; a store that does not answer within this is left to the first call's own deadline. */
const longestMs = 1_000;

/**
 * Awaited while the module loads, because Lambda gives INIT a full CPU and freezes what is not awaited. Never rejects:
 * what could not be opened or read by then is the first call's to report. Whether an observing instance is enforced at run
 * time is read as well: a first call that fails before it is known who calls must not pass where it is.
 */
export const warmUpDuringInit = async (
  { warmUp, modeOverrides }: Pick<HookServices, 'warmUp' | 'modeOverrides'>,
  instances: readonly NamedInstance[],
): Promise<void> => {
  const observing = instances.filter(({ settings }) => settings.mode === 'observe');
  const warming = (signal: AbortSignal) =>
    Promise.all([warmUp({ signal }), modeOverrides.lookUpAny(observing, Date.now() + longestMs)]);
  await withinDeadline(longestMs, warming).catch(() => undefined);
};
