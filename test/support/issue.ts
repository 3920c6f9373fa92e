import type { Issue } from '../../lib/claims/decision.ts';

const noNames = { id_token: [], access_token: [], userinfo: [] };

/** A decision to issue, with what a test is about; everything else is empty. */
export const issueOf = (
  parts: {
    readonly claims?: Partial<Issue['claims']>;
    readonly stale?: Partial<Issue['stale']>;
    readonly suppress?: Partial<Issue['suppress']>;
  } = {},
): Issue => ({
  outcome: 'issue',
  claims: { id_token: {}, access_token: {}, userinfo: {}, ...parts.claims },
  stale: { ...noNames, ...parts.stale },
  suppress: { ...noNames, ...parts.suppress },
  scopes: { add: [], remove: [] },
  freshness: 'fresh',
  version: 'v',
  trace: [],
});
