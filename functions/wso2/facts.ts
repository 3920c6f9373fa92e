import { type FactsByHook, headerProofs } from '../../lib/hook-facts.ts';

const settings = { proofs: headerProofs, subjects: ['sub'], idpAttributes: 'vouched' } as const;

/** For `claims check`, `claims explain` and the preview. */
export const wso2Facts = {
  'wso2/pre-issue-access-token': {
    ...settings,
    request: { audiences: 'many', organization: true, groups: true },
  },
  'wso2/pre-issue-id-token': {
    ...settings,
    request: { audiences: 'none', organization: true, groups: true },
  },
} as const satisfies FactsByHook;
