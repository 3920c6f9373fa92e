import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { KeySetUnavailableError } from '../errors.ts';
import { exchange } from '../http-exchange.ts';
import { withTimeout } from '../with-timeout.ts';
import { parseKeySet } from './parse-key-set.ts';

/** Between two fetches of one key set, so that made-up key ids cannot make us hammer the IdP. */
const cooldownMs = 30_000;
/** The same while there are no keys at all: nobody gets a token until there are. */
const withoutKeysCooldownMs = 2_000;
/** After this a key set is fetched again before it is used, so that a withdrawn key does not live as long as we do. */
const maximumAgeMs = 3_600_000;
/** One fetch takes at most so long, whatever budget the call has left. */
const fetchMs = 1_500;
const maximumBytes = 262_144;

export type KeySets = {
  /** Fetches before the first call, where the key set is not seeded; keeps a fault for the call that needs the keys. */
  prefetch(jwksUri: string, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Finds the key that a JWT's header names, for jose's `jwtVerify`. */
  keyFinder(
    jwksUri: string,
    seed: JSONWebKeySet | undefined,
    options: { readonly signal: AbortSignal },
  ): JWTVerifyGetKey;
};

type CachedKeySet = {
  find: JWTVerifyGetKey | undefined;
  fetchedAt: number;
  attemptedAt: number;
  fetching: { readonly done: Promise<void>; readonly signal: AbortSignal } | undefined;
};

/** Keeps key sets in memory; an old one stays in use when it cannot be fetched again. */
export const createKeySets = ({ now }: { readonly now: () => number }): KeySets => {
  const cache = new Map<string, CachedKeySet>();

  const cached = (jwksUri: string, seed?: JSONWebKeySet): CachedKeySet => {
    const known = cache.get(jwksUri);
    if (known) return known;
    const entry: CachedKeySet = {
      find: seed && createLocalJWKSet(seed),
      fetchedAt: seed ? now() : Number.NEGATIVE_INFINITY,
      attemptedAt: Number.NEGATIVE_INFINITY,
      fetching: undefined,
    };
    cache.set(jwksUri, entry);
    return entry;
  };

  const fetchKeySet = async (jwksUri: string, entry: CachedKeySet, signal: AbortSignal): Promise<void> => {
    entry.attemptedAt = now();
    try {
      const { status, body } = await withTimeout(signal, fetchMs, (limited) =>
        exchange({ url: jwksUri, signal: limited, maximumBytes }),
      );
      if (status !== 200) throw new Error(`The answer has status ${status}, expected 200.`);
      entry.find = createLocalJWKSet(parseKeySet(body));
      entry.fetchedAt = now();
    } catch (cause) {
      throw new KeySetUnavailableError(
        `The keys at ${jwksUri} could not be fetched. Check "jwksUri" in hooks.config.ts and that the function can reach it.`,
        { cause },
      );
    }
  };

  const startFetching = (jwksUri: string, entry: CachedKeySet, signal: AbortSignal) => {
    const done = fetchKeySet(jwksUri, entry, signal).finally(() => {
      if (entry.fetching?.done === done) entry.fetching = undefined;
    });
    return { done, signal };
  };

  /**
   * Joins a fetch that is under way, unless the invocation that began it has ended: its deadline is not ours. Does
   * nothing within the cool-down. Says whether the key set is new.
   */
  const refresh = async (jwksUri: string, entry: CachedKeySet, signal: AbortSignal): Promise<boolean> => {
    if (!entry.fetching || entry.fetching.signal.aborted) {
      if (now() - entry.attemptedAt < (entry.find ? cooldownMs : withoutKeysCooldownMs)) return false;
      entry.fetching = startFetching(jwksUri, entry, signal);
    }
    await entry.fetching.done;
    return true;
  };

  return {
    prefetch: async (jwksUri, { signal }) => {
      // The call that needs the keys fetches again and then fails by the failure policy; INIT never does.
      await refresh(jwksUri, cached(jwksUri), signal).catch(() => {
        cached(jwksUri).attemptedAt = Number.NEGATIVE_INFINITY;
      });
    },
    keyFinder: (jwksUri, seed, { signal }) => {
      const entry = cached(jwksUri, seed);
      return async (header, token) => {
        if (!entry.find) await refresh(jwksUri, entry, signal);
        else if (now() - entry.fetchedAt > maximumAgeMs) await refresh(jwksUri, entry, signal).catch(() => undefined);
        if (!entry.find) {
          throw new KeySetUnavailableError(`The keys at ${jwksUri} could not be fetched a moment ago.`);
        }
        try {
          return await entry.find(header, token);
        } catch (error) {
          if (!(error instanceof errors.JWKSNoMatchingKey) || !(await refresh(jwksUri, entry, signal))) throw error;
          return await entry.find(header, token);
        }
      };
    },
  };
};
