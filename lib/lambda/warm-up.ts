import type { HookServices } from './hook-services.ts';

/** INIT may take 10 s; a store that does not answer within this is left to the first call's own deadline. */
const longestMs = 1_000;

/** Awaited while the module loads, because Lambda gives INIT a full CPU and freezes what is not awaited. */
export const warmUpDuringInit = async ({ warmUp }: HookServices): Promise<void> => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), longestMs);
  try {
    await warmUp({ signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
};
