import { type FactsByHook, type HookFacts, peoplesGrantTypes } from '../../lib/hook-facts.ts';

const ofPeople = {
  proofs: ['user-pools'],
  subjects: ['sub', 'userName'],
  idpAttributes: 'vouched',
  request: { grantTypes: peoplesGrantTypes, audiences: 'none', organization: false, groups: true },
} as const satisfies HookFacts;

/** For `claims check`, `claims explain` and the preview. */
export const cognitoFacts = {
  'cognito/pre-token-generation-v1': ofPeople,
  'cognito/pre-token-generation-v2': ofPeople,
  'cognito/pre-token-generation-v3': {
    ...ofPeople,
    request: { ...ofPeople.request, grantTypes: [...peoplesGrantTypes, 'client_credentials'] },
  },
} as const satisfies FactsByHook;
