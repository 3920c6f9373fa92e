import type { FactsByHook } from '../../lib/hook-facts.ts';

/** For `claims check`, `claims explain` and the preview. */
export const firebaseFacts = {
  'firebase/before-sign-in': {
    proofs: ['bearer-jwt'],
    jwtInBody: true,
    idpAttributes: 'vouched',
    request: { grantTypes: ['unknown'], audiences: 'client', organization: false, groups: false },
  },
} as const satisfies FactsByHook;
