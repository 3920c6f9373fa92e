import type { RequestFacts } from '../lib/hook-facts.ts';
import type { TokenHook } from '../lib/token-hook.ts';
import type { RequestSketch, TokenKind } from '../lib/token-request.ts';
import { hookFacts } from './hook-facts.ts';

const byName: Readonly<Record<string, { readonly request: RequestFacts }>> = hookFacts;

const anything: RequestFacts = { audiences: 'many', organization: true, groups: true };

/** What an event of the hook can say: anything, for a hook that is none of ours. */
export const requestFactsOf = (hook: string): RequestFacts =>
  (Object.hasOwn(byName, hook) ? byName[hook]?.request : undefined) ?? anything;

/** The tokens that production would find in such a request. */
export const tokensOfRequest = ({ name, limits }: TokenHook, request: RequestSketch): readonly TokenKind[] => {
  const { tokens } = requestFactsOf(name);
  if (tokens !== undefined) return tokens(request);
  return request.machine ? limits.tokens.filter((token) => token === 'access_token') : limits.tokens;
};
