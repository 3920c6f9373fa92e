import { MissingSecretError } from '../errors.ts';
import { withTimeout } from '../with-timeout.ts';
import { getParameters, type ParameterStore } from './get-parameters.ts';
import { activeValues } from './secret-value.ts';
import type { RefreshOptions, Secrets } from './secrets.ts';

export type ParameterStoreSecretsOptions = ParameterStore & {
  /** The path before the names, e.g. `/custom-claims/dev/hooks`. */
  readonly path: string;
  readonly names: readonly string[];
};

/** Between two readings because a secret did not fit, so that forged calls cannot use up the account's API rate. */
const refreshCooldownMs = 30_000;
/** Between two readings while a secret is missing or Parameter Store does not answer. */
const missingCooldownMs = 5_000;
const longestReadMs = 1_500;
/** A secret that was dropped from its parameter is refused after this, also by a process that never sees a mismatch. */
const maximumAgeMs = 300_000;
/** While the known values are at hand, asking whether they still hold may not cost a call its time. */
const longestRevisitMs = 500;

/**
 * Secrets from SSM Parameter Store (SecureString), all of them in one call. Once read they are kept until a reading
 * succeeds again: Parameter Store being down locks nobody out.
 */
export const createParameterStoreSecrets = ({
  path,
  names,
  ...store
}: ParameterStoreSecretsOptions): Secrets & {
  /** Reads all secrets before the first call; never rejects, the call that needs them tries again. */
  warmUp(options: { readonly signal: AbortSignal }): Promise<void>;
} => {
  const parameterOf = (name: string): string => `${path.replace(/\/$/, '')}/${name}`;
  const known = new Map<string, readonly string[]>();
  const faults = new Map<string, MissingSecretError>();
  let attemptedAt = Number.NEGATIVE_INFINITY;
  /** The same without readings because an API refused: it may do so at every call about some subject. */
  let attemptedForCallersAt = Number.NEGATIVE_INFINITY;
  let reading: { readonly done: Promise<void>; readonly signal: AbortSignal } | undefined;

  const read = async (signal: AbortSignal): Promise<void> => {
    attemptedAt = store.now();
    const fault = (name: string, what: string, cause?: unknown) =>
      faults.set(name, new MissingSecretError(`The parameter "${parameterOf(name)}" ${what}`, { cause }));
    try {
      const values = await withTimeout(signal, longestReadMs, (limited) =>
        getParameters(names.map(parameterOf), store, { signal: limited }),
      );
      for (const name of names) {
        const text = values.get(parameterOf(name));
        const active = text === undefined ? undefined : activeValues(text);
        if (active) known.set(name, active);
        else if (text === undefined) {
          // Taken away on purpose; what is there but cannot be read may be a slip, and locks nobody out.
          known.delete(name);
          fault(name, 'does not exist. Create it with `claims secret rotate`.');
        } else fault(name, 'is not {"current": "...", "previous"?: "..."}. Write it with `claims secret rotate`.');
      }
    } catch (cause) {
      for (const name of names) {
        fault(name, 'could not be read. Check that the function may call ssm:GetParameters on it.', cause);
      }
    }
  };

  const startReading = (signal: AbortSignal) => {
    const done = read(signal).finally(() => {
      if (reading?.done === done) reading = undefined;
    });
    return { done, signal };
  };

  /** Joins a reading that is under way, unless the invocation that began it has ended: its deadline is not ours. */
  const readOnce = (signal: AbortSignal, because?: RefreshOptions['because']): Promise<void> => {
    if (because !== 'an API refused') attemptedForCallersAt = store.now();
    if (!reading || reading.signal.aborted) reading = startReading(signal);
    return reading.done;
  };

  return {
    warmUp: async ({ signal }) => {
      if (names.length === 0) return;
      await readOnce(signal);
      // A cold start that could not read its secrets reads them again at its first call, not after a pause.
      if (known.size < names.length) attemptedAt = Number.NEGATIVE_INFINITY;
    },
    get: async (name, { signal }) => {
      if (!known.has(name) && (reading || store.now() - attemptedAt >= missingCooldownMs)) await readOnce(signal);
      else if (known.has(name) && store.now() - attemptedAt >= maximumAgeMs) {
        await withTimeout(signal, longestRevisitMs, (limited) => readOnce(limited)).catch(() => undefined);
      }
      const values = known.get(name);
      if (values) return values;
      throw (
        faults.get(name) ?? new MissingSecretError(`The parameter "${parameterOf(name)}" is not one of this hook's.`)
      );
    },
    refresh: async ({ signal, because }) => {
      const lastAt = because === 'an API refused' ? attemptedAt : attemptedForCallersAt;
      if (store.now() - lastAt < refreshCooldownMs) return false;
      await readOnce(signal, because);
      return true;
    },
  };
};
