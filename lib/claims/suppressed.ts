import type { PerToken } from '../token-request.ts';
import type { CompiledPolicy } from './compile.ts';

/** The IdP's own claims that the policy takes out of each token, where the hook can; the same for every request. */
export const suppressed = ({ policy, limits }: CompiledPolicy): PerToken<readonly string[]> => ({
  id_token: (limits.canSuppress && policy.suppress?.id_token) || [],
  access_token: (limits.canSuppress && policy.suppress?.access_token) || [],
  userinfo: (limits.canSuppress && policy.suppress?.userinfo) || [],
});
