import type { Attributes, ClaimValue } from '../../../lib/claims/claim-value.ts';

/** Nobody: no item has this subject. */
export const probeSubject = 'claims-doctor-probe';
const client = 'claims-doctor';
const scopes = ['openid'];

/** What an IdP would send about somebody whom the store does not know, at its least; before it is signed. */
export type ProbeRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: string;
  readonly event: Attributes;
};

const hydraSession = {
  id_token: { subject: probeSubject, id_token_claims: { sub: probeSubject, ext: {} } },
  extra: {},
};

const wso2 = (actionType: string, token: string): Attributes => ({
  actionType,
  event: {
    request: { grantType: 'authorization_code', clientId: client, scopes },
    user: { id: probeSubject },
    [token]: { scopes, claims: [{ name: 'sub', value: probeSubject }] },
  },
  allowedOperations: [{ op: 'add', paths: [`/${token}/claims/`] }],
});

const authgear = (type: string, token: string): Attributes => ({
  type,
  payload: { user: { id: probeSubject }, [token]: { payload: { sub: probeSubject, aud: [client] } } },
  context: { client_id: client },
});

const zitadel = (name: string): Attributes => ({
  function: `function/${name}`,
  userinfo: { sub: probeSubject },
  application: { client_id: client },
});

const events: Readonly<Record<string, Attributes>> = {
  'auth0/post-login': {
    specVersion: '1',
    trigger: 'post-login',
    protocol: 'oidc-basic-profile',
    user: { id: probeSubject },
    client: { id: client },
    requestedScopes: scopes,
  },
  'auth0/credentials-exchange': {
    specVersion: '1',
    trigger: 'credentials-exchange',
    client: { id: probeSubject },
    audience: 'https://claims-doctor.invalid/',
    grantedScopes: [],
  },
  'okta/token-inline-hook': {
    data: {
      context: {
        protocol: { request: { grant_type: 'authorization_code', scope: 'openid' }, client: { id: client } },
        user: { id: probeSubject },
      },
      identity: { claims: { sub: probeSubject } },
      access: { claims: { cid: client }, scopes: { openid: { action: 'GRANT' } } },
    },
  },
  'entra/token-issuance-start': {
    type: 'microsoft.graph.authenticationEvent.tokenIssuanceStart',
    data: {
      tenantId: '00000000-0000-0000-0000-000000000000',
      authenticationContext: { clientServicePrincipal: { appId: client }, user: { id: probeSubject } },
    },
  },
  'hydra/token-hook': {
    session: hydraSession,
    request: { client_id: client, granted_scopes: scopes, granted_audience: [], grant_types: ['authorization_code'] },
  },
  'hydra/refresh-token-hook': {
    subject: probeSubject,
    session: hydraSession,
    client_id: client,
    granted_scopes: scopes,
    granted_audience: [],
  },
  'zitadel/pre-access-token': zitadel('preaccesstoken'),
  'zitadel/pre-userinfo': zitadel('preuserinfo'),
  'firebase/before-sign-in': {
    iss: 'https://securetoken.google.com/claims-doctor',
    event_type: 'beforeSignIn',
    user_record: { uid: probeSubject },
  },
  'supabase/custom-access-token': {
    user_id: probeSubject,
    claims: {
      iss: 'https://claims-doctor.invalid/auth/v1',
      sub: probeSubject,
      aud: 'authenticated',
      exp: 2,
      iat: 1,
      email: '',
      phone: '',
      role: 'authenticated',
      aal: 'aal1',
      session_id: probeSubject,
      is_anonymous: false,
    },
    authentication_method: 'password',
  },
  'wso2/pre-issue-access-token': wso2('PRE_ISSUE_ACCESS_TOKEN', 'accessToken'),
  'wso2/pre-issue-id-token': wso2('PRE_ISSUE_ID_TOKEN', 'idToken'),
  'authgear/jwt-pre-create': authgear('oidc.jwt.pre_create', 'jwt'),
  'authgear/id-token-pre-create': authgear('oidc.id_token.pre_create', 'id_token'),
  'curity/claims': { subject: probeSubject },
  'generic/claims': { subject: probeSubject, client_id: client },
};

/** How a hook is probed; `undefined`: not over HTTP (Cognito invokes its function). */
export const probeRequest = (hook: string): ProbeRequest | undefined => {
  if (hook === 'generic/subject-claims') {
    const named: Readonly<Record<string, ClaimValue>> = { subject: probeSubject, username: probeSubject };
    return { method: 'GET', path: `/claims/${probeSubject}`, query: `username=${probeSubject}`, event: named };
  }
  const event = events[hook];
  return event && { method: 'POST', path: hook === 'generic/claims' ? '/claims' : `/${hook}`, event };
};
