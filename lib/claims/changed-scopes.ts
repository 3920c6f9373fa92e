import { InvalidConfigurationError } from '../errors.ts';
import { isScopeToken } from '../scope-token.ts';
import type { CompiledPolicy } from './compile.ts';
import type { Issue } from './decision.ts';
import type { ClaimInput } from './policy.ts';

/**
 * What the policy's `changeScopes` adds and takes away, where the hook can. From stale attributes a scope may be taken
 * away, but no privilege given that may have been revoked since.
 * @throws InvalidConfigurationError where the function throws: to go on without it could leave a scope that it would have
 * taken away, so the instance's failure policy decides
 */
export const changedScopes = (
  { policy, limits }: Pick<CompiledPolicy, 'policy' | 'limits'>,
  input: ClaimInput,
  { stale }: { readonly stale: boolean },
): Issue['scopes'] => {
  if (!limits.canChangeScopes || policy.changeScopes === undefined) return { add: [], remove: [] };
  try {
    const { add = [], remove = [] } = policy.changeScopes(input);
    return { add: stale ? [] : add.filter(isScopeToken), remove };
  } catch (error) {
    // The message could hold an attribute value; the class cannot.
    const thrown = error instanceof Error ? error.name : typeof error;
    throw new InvalidConfigurationError(
      `changeScopes in the claims policy threw ${thrown}: it must return scopes for every subject, also for one without attributes.`,
    );
  }
};
