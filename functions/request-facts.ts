import type { RequestFacts } from '../lib/hook-facts.ts';
import type { TokenHook } from '../lib/token-hook.ts';
import type { RequestSketch, Subject, TokenKind } from '../lib/token-request.ts';
import { hookFacts } from './hook-facts.ts';

const byName: Readonly<Record<string, { readonly request: RequestFacts }>> = hookFacts;

const anything: RequestFacts = { audiences: 'many', organization: true, groups: true };

/** What an event of the hook can say: anything, for a hook that is none of ours. */
export const requestFactsOf = (hook: string): RequestFacts =>
  (Object.hasOwn(byName, hook) ? byName[hook]?.request : undefined) ?? anything;

/** Whom the hook's IdP asks about: people, machines, or both. */
export const subjectKindsOf = (hook: string): readonly Subject['kind'][] => {
  const { grantTypes } = requestFactsOf(hook);
  if (grantTypes === undefined) return ['user', 'client'];
  return [
    ...(grantTypes.some((grantType) => grantType !== 'client_credentials') ? (['user'] as const) : []),
    ...(grantTypes.includes('client_credentials') ? (['client'] as const) : []),
  ];
};

/** The tokens that production would find in such a request. */
export const tokensOfRequest = ({ name, limits }: TokenHook, request: RequestSketch): readonly TokenKind[] => {
  const { tokens } = requestFactsOf(name);
  if (tokens !== undefined) return tokens(request);
  return request.machine ? limits.tokens.filter((token) => token === 'access_token') : limits.tokens;
};
