import type { AttributeReader, LoadedAttributes } from './attributes/attribute-store.ts';
import type { ModeOverride } from './attributes/item.ts';
import type { NamedInstance } from './callers/authenticate.ts';
import { withinDeadline } from './deadline.ts';
import { effectiveMode } from './effective-mode.ts';
import type { HookMode } from './hook-instance.ts';
import type { TokenRequest } from './token-request.ts';

/** What a call that has failed already may spend on asking whether it should have been let through. */
const longestLookUpMs = 500;

/** The mode overrides that this process has seen last: a kill switch still counts while the store that holds it is down. */
export const createModeOverrides = (reader: Pick<AttributeReader, 'loadMode'>) => {
  const seen = new Map<string, ModeOverride | undefined>();
  return {
    see: ({ name }: NamedInstance, override: ModeOverride | undefined): void => {
      seen.set(name, override);
    },
    /** A stale answer's override may be older than the last one that was seen. */
    seeLoaded: (
      { name }: NamedInstance,
      { freshness, modeUnread, modeOverride }: Pick<LoadedAttributes, 'freshness' | 'modeUnread' | 'modeOverride'>,
    ): void => {
      if (freshness === 'fresh' && !modeUnread) seen.set(name, modeOverride);
    },
    /** The mode that counts, for a request or (`undefined`) for one that could not be read. */
    modeOf: ({ name, settings }: NamedInstance, request: TokenRequest | undefined): HookMode =>
      effectiveMode({ instance: name, configured: settings.mode, override: seen.get(name), request }),
    /** Reads the override alone, for a call that never got as far as asking for it. Never rejects. */
    lookUp: async ({ name }: NamedInstance, deadline: number): Promise<void> => {
      const lookUpMs = Math.min(longestLookUpMs, deadline - Date.now());
      try {
        await withinDeadline(lookUpMs, async (signal) => {
          const override = await reader.loadMode?.(name, { signal, deadline: Date.now() + lookUpMs });
          if (override) seen.set(name, override.mode);
        });
      } catch {
        // The call's own fault is the one to tell; what was seen last counts.
      }
    },
  };
};
