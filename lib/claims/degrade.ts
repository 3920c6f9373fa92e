import type { TokenRequest } from '../token-request.ts';
import type { CompiledPolicy } from './compile.ts';
import type { ClaimTrace, Issue } from './decision.ts';
import { staleNames } from './stale-names.ts';
import { suppressed } from './suppressed.ts';

const none: readonly string[] = [];

/**
 * The answer without our claims, for the failure policy `issue`: it says `degraded` (unless the policy turned that
 * marker off) and takes out what an earlier answer of ours left in the token, so that nobody trusts old claims.
 */
export const degradedIssue = (compiled: CompiledPolicy, request: TokenRequest): Issue => {
  const { limits, housekeeping } = compiled;
  const sets: Record<'id_token' | 'access_token' | 'userinfo', Record<string, string>> = {
    id_token: {},
    access_token: {},
    userinfo: {},
  };
  const trace: ClaimTrace[] = [];
  for (const token of limits.tokens.filter((reached) => request.tokens.includes(reached))) {
    const name = housekeeping.claims_status?.[token];
    if (name === undefined || name.refusal !== undefined) continue;
    sets[token][name.name] = 'degraded';
    const bytes = name.bytes + '"degraded"'.length;
    trace.push({
      claim: 'claims_status',
      token,
      sources: [{ kind: 'system' }],
      overrode: [],
      outcome: 'released',
      name: name.name,
      bytes,
    });
  }
  return {
    outcome: 'issue',
    claims: sets,
    stale: staleNames(compiled, request, sets),
    suppress: suppressed(compiled),
    scopes: { add: none, remove: none },
    freshness: 'degraded',
    version: '',
    trace,
  };
};
