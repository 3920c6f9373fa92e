import { type FactsByHook, headerProofs } from '../../lib/hook-facts.ts';

/** For `claims check`, `claims explain` and the preview. */
export const oktaFacts = {
  'okta/token-inline-hook': {
    proofs: headerProofs,
    idpAttributes: 'vouched',
    request: {
      audiences: 'many',
      organization: false,
      groups: true,
      tokens: ({ machine, scopes }) =>
        !machine && scopes.includes('openid') ? ['id_token', 'access_token'] : ['access_token'],
    },
  },
} as const satisfies FactsByHook;
