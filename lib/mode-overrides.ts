import type { AttributeReader, LoadedAttributes } from './attributes/attribute-store.ts';
import type { ModeOverride } from './attributes/item.ts';
import type { NamedInstance } from './callers/authenticate.ts';
import { withinDeadline } from './deadline.ts';
import { effectiveMode } from './effective-mode.ts';
import type { HookMode } from './hook-instance.ts';
import type { TokenRequest } from './token-request.ts';

/** What a call that has failed already may spend on asking whether it should have been let through. */
const longestLookUpMs = 500;
/** Between two look-ups for callers that nobody knows, so that they cannot make us read the table at their own rate. */
const betweenLookUpsMs = 1_000;
/** Time enough to deploy `mode: 'off'` while the store is down; not so long that an override ended hours ago still counts. */
const maximumAgeMs = 900_000;

type Seen = { readonly override: ModeOverride | undefined; readonly at: number };

/** The mode overrides that this process has seen last: a kill switch still counts while the store that holds it is down. */
export type ModeOverrides = {
  see(instance: NamedInstance, override: ModeOverride | undefined): void;
  /** A stale answer's override may be older than the last one that was seen. */
  seeLoaded(instance: NamedInstance, loaded: Pick<LoadedAttributes, 'freshness' | 'modeUnread' | 'modeOverride'>): void;
  /** The mode that counts, for a request or (`undefined`) for one that could not be read. */
  modeOf(instance: NamedInstance, request: TokenRequest | undefined): HookMode;
  /** The mode that counts while it is not known which of the instances it is for: enforced where one of them may be. */
  strictestModeOf(instances: readonly NamedInstance[]): HookMode;
  /** Reads the override alone, for a call that never got as far as asking for it. Never rejects. */
  lookUp(instance: NamedInstance, deadline: number): Promise<void>;
  /** The same for a call that can be for any of the instances, at most once a second for each. Never rejects. */
  lookUpAny(instances: readonly NamedInstance[], deadline: number): Promise<void>;
};

/** `now` is in milliseconds since 1970. */
export const createModeOverrides = (reader: Pick<AttributeReader, 'loadMode'>, now: () => number): ModeOverrides => {
  const seen = new Map<string, Seen>();
  const lookedUpAt = new Map<string, number>();

  const see: ModeOverrides['see'] = ({ name }, override) => {
    seen.set(name, { override, at: now() });
  };
  /** What enforces counts until something else is read: to forget it would be to let through. */
  const lastSeen = (name: string): ModeOverride | undefined => {
    const last = seen.get(name);
    return last?.override?.mode === 'enforce' || (last && now() - last.at < maximumAgeMs) ? last.override : undefined;
  };
  const modeOf: ModeOverrides['modeOf'] = ({ name, settings }, request) =>
    effectiveMode({ instance: name, configured: settings.mode, override: lastSeen(name), request });

  const lookUp: ModeOverrides['lookUp'] = async (instance, deadline) => {
    const lookUpMs = Math.min(longestLookUpMs, deadline - Date.now());
    if (lookUpMs <= 0) return;
    lookedUpAt.set(instance.name, now());
    try {
      await withinDeadline(lookUpMs, async (signal) => {
        const override = await reader.loadMode?.(instance.name, { signal, deadline: Date.now() + lookUpMs });
        if (override) see(instance, override.mode);
      });
    } catch {
      // The call's own fault is the one to tell; what was seen last counts.
    }
  };

  const isDue = ({ name, settings }: NamedInstance): boolean => {
    const lastAt = Math.max(seen.get(name)?.at ?? 0, lookedUpAt.get(name) ?? 0);
    return settings.mode !== 'off' && now() - lastAt >= betweenLookUpsMs;
  };

  return {
    see,
    seeLoaded: (instance, { freshness, modeUnread, modeOverride }) => {
      if (freshness === 'fresh' && !modeUnread) see(instance, modeOverride);
    },
    modeOf,
    strictestModeOf: (instances) => {
      const modes = instances.map((instance) => modeOf(instance, undefined));
      if (modes.length === 0 || modes.includes('enforce')) return 'enforce';
      return modes.includes('observe') ? 'observe' : 'off';
    },
    lookUp,
    lookUpAny: async (instances, deadline) => {
      await Promise.all(instances.filter(isDue).map((instance) => lookUp(instance, deadline)));
    },
  };
};
