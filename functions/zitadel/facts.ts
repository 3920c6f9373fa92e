import type { FactsByHook, HookFacts } from '../../lib/hook-facts.ts';

const preAccessToken = {
  proofs: ['zitadel-signature'],
  idpAttributes: 'vouched',
  request: { grantTypes: ['unknown', 'client_credentials'], audiences: 'none', organization: true, groups: true },
} as const satisfies HookFacts;

/** For `claims check`, `claims explain` and the preview. */
export const zitadelFacts = {
  'zitadel/pre-access-token': preAccessToken,
  'zitadel/pre-userinfo': {
    ...preAccessToken,
    request: { ...preAccessToken.request, tokens: () => ['id_token', 'userinfo'] },
  },
} as const satisfies FactsByHook;
