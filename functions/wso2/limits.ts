import type { HookLimits, ReservedNames } from '../../lib/token-hook.ts';

/**
 * Claims that WSO2 sets itself and lets no action touch, `scope` in any spelling it accepts, and names that an action
 * can add but never change or take out again at refresh: `aud...`, whose path WSO2 takes for the audience's, and URLs,
 * whose slashes it takes for steps into an object.
 * @see https://github.com/wso2-extensions/identity-inbound-auth-oauth (PreIssueAccessTokenResponseProcessor)
 */
const accessToken: ReservedNames = {
  names: new Set([
    'sub',
    'iss',
    'client_id',
    'aut',
    'expires_in',
    'binding_ref',
    'binding_type',
    'subject_type',
    'act',
    'exp',
    'iat',
    'nbf',
    'jti',
    'azp',
    'scope',
    'Scope',
    'SCOPE',
    'entityId',
    'org_id',
    'org_name',
    'org_handle',
    'user_org',
  ]),
  prefixes: ['aud', 'https://', 'http://'],
};

/** @see https://is.docs.wso2.com/en/latest/guides/service-extensions/pre-flow-extensions/pre-issue-id-token-action/ */
const idToken: ReservedNames = {
  names: new Set([
    ...accessToken.names,
    'at_hash',
    'c_hash',
    's_hash',
    'sid',
    'realm',
    'tenant',
    'userstore',
    'isk',
    'auth_time',
    'nonce',
    'acr',
    'amr',
    'idp_session_key',
  ]),
  prefixes: accessToken.prefixes,
};

/** What both actions have in common. */
export const wso2Limits = {
  reserved: { id_token: idToken, access_token: accessToken, userinfo: { names: new Set(), prefixes: [] } },
  /** Plain, because WSO2 could never change or remove a claim with a slash in its name at refresh. */
  names: 'plain',
  values: 'scalar-or-string-array',
  /** WSO2 states no limit; tokens go into headers, and servers take some 8 KB of those. */
  bytes: 100_000,
  sharedClaimsSet: [],
  appendOnly: false,
  canSuppress: true,
  deadlineMs: 4000,
  failsOpen: false,
} as const satisfies Partial<HookLimits>;
