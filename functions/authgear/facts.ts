import type { FactsByHook } from '../../lib/hook-facts.ts';

const settings = { proofs: ['body-hmac'], idpAttributes: 'vouched' } as const;
const spoken = { grantTypes: ['authorization_code'], organization: false, groups: true } as const;

/** For `claims check`, `claims explain` and the preview. */
export const authgearFacts = {
  'authgear/jwt-pre-create': { ...settings, request: { ...spoken, audiences: 'many' } },
  'authgear/id-token-pre-create': { ...settings, request: { ...spoken, audiences: 'none' } },
} as const satisfies FactsByHook;
