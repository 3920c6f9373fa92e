import { type FactsByHook, headerProofs } from '../../lib/hook-facts.ts';

/** For `claims check`, `claims explain` and the preview. */
export const curityFacts = {
  'curity/claims': {
    proofs: headerProofs,
    idpAttributes: [],
    request: {
      grantTypes: ['authorization_code', 'client_credentials'],
      audiences: 'none',
      organization: false,
      groups: false,
    },
  },
} as const satisfies FactsByHook;
