import { type FactsByHook, peoplesGrantTypes } from '../../lib/hook-facts.ts';

/** For `claims check`, `claims explain` and the preview. */
export const supabaseFacts = {
  'supabase/custom-access-token': {
    proofs: ['standard-webhooks'],
    idpAttributes: ['app_metadata'],
    request: { grantTypes: peoplesGrantTypes, audiences: 'many', organization: false, groups: false },
  },
} as const satisfies FactsByHook;
