import type { FactsByHook } from '../../lib/hook-facts.ts';

/** For `claims check`, `claims explain` and the preview. */
export const entraFacts = {
  'entra/token-issuance-start': {
    proofs: ['bearer-jwt'],
    idpAttributes: 'vouched',
    request: { grantTypes: ['unknown'], audiences: 'one', organization: false, groups: false },
  },
} as const satisfies FactsByHook;
