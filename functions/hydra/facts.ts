import { type FactsByHook, headerProofs } from '../../lib/hook-facts.ts';
import { tokensOf } from './session.ts';

const spoken = { audiences: 'many', organization: false, groups: false } as const;

/** For `claims check`, `claims explain` and the preview. */
export const hydraFacts = {
  'hydra/token-hook': {
    proofs: headerProofs,
    idpAttributes: 'vouched',
    request: { ...spoken, tokens: ({ machine, scopes }) => (machine ? ['access_token'] : tokensOf(scopes)) },
  },
  'hydra/refresh-token-hook': {
    proofs: headerProofs,
    idpAttributes: [],
    request: { ...spoken, grantTypes: ['refresh_token'], tokens: ({ scopes }) => tokensOf(scopes) },
  },
} as const satisfies FactsByHook;
