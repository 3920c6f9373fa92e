import { type FactsByHook, headerProofs } from '../../lib/hook-facts.ts';

/** For `claims check`, `claims explain` and the preview. */
export const genericFacts = {
  'generic/claims': {
    // Callers that the adopter programs can sign as well.
    proofs: [...headerProofs, 'standard-webhooks', 'body-hmac'],
    idpAttributes: 'vouched',
    request: { audiences: 'many', organization: true, groups: true },
  },
  'generic/subject-claims': {
    // A signature over the body says nothing about a GET.
    proofs: headerProofs,
    subjects: ['username'],
    idpAttributes: [],
    request: {
      grantTypes: ['authorization_code', 'client_credentials'],
      audiences: 'many',
      organization: true,
      groups: false,
    },
  },
} as const satisfies FactsByHook;
