import { parseKeySet } from '../../lib/callers/parse-key-set.ts';
import type { Target } from '../frame/configuration.ts';
import { type Check, ok, problem } from './check.ts';

const check = async (jwksUri: string): Promise<Check> => {
  try {
    const answer = await fetch(jwksUri, { signal: AbortSignal.timeout(5000) });
    const { keys } = parseKeySet(await answer.text());
    if (answer.ok && keys.length > 0) return ok('keys', jwksUri, `${keys.length} keys`);
    return problem('keys', jwksUri, `no keys (status ${answer.status})`, 'correct jwksUri in hooks.config.ts');
  } catch {
    return problem(
      'keys',
      jwksUri,
      'no key set comes from there',
      'correct jwksUri in hooks.config.ts, or the network',
    );
  }
};

/** Whether the keys by which callers' JWTs are verified can be fetched from here. */
export const checkKeySets = (targets: readonly Target[]): Promise<readonly Check[]> =>
  Promise.all(
    [
      ...new Set(
        targets.flatMap(({ instanceConfig: { proof } }) => (proof.kind === 'bearer-jwt' ? [proof.jwksUri] : [])),
      ),
    ].map(check),
  );
