import type { TokenHook } from '../lib/token-hook.ts';
import { auth0CredentialsExchange } from './auth0/credentials-exchange.ts';
import { auth0PostLogin } from './auth0/post-login.ts';
import { authgearIdTokenPreCreate } from './authgear/id-token-pre-create.ts';
import { authgearJwtPreCreate } from './authgear/jwt-pre-create.ts';
import { cognitoPreTokenGenerationV1 } from './cognito/pre-token-generation-v1.ts';
import { cognitoPreTokenGenerationV2 } from './cognito/pre-token-generation-v2.ts';
import { cognitoPreTokenGenerationV3 } from './cognito/pre-token-generation-v3.ts';
import { curityClaims } from './curity/claims.ts';
import { entraTokenIssuanceStart } from './entra/token-issuance-start.ts';
import { firebaseBeforeSignIn } from './firebase/before-sign-in.ts';
import { genericClaims } from './generic/claims.ts';
import { genericSubjectClaims } from './generic/subject-claims.ts';
import { hydraRefreshTokenHook } from './hydra/refresh-token-hook.ts';
import { hydraTokenHook } from './hydra/token-hook.ts';
import { oktaTokenInlineHook } from './okta/token-inline-hook.ts';
import { supabaseCustomAccessToken } from './supabase/custom-access-token.ts';
import { wso2PreIssueAccessToken } from './wso2/pre-issue-access-token.ts';
import { wso2PreIssueIdToken } from './wso2/pre-issue-id-token.ts';
import { zitadelPreAccessToken } from './zitadel/pre-access-token.ts';
import { zitadelPreUserinfo } from './zitadel/pre-userinfo.ts';

/** Every token hook there is, by name: for `claims check`, `explain`, the console and the types of `hooks.config.ts`. */
export const hooks = {
  'auth0/post-login': auth0PostLogin,
  'auth0/credentials-exchange': auth0CredentialsExchange,
  'cognito/pre-token-generation-v1': cognitoPreTokenGenerationV1,
  'cognito/pre-token-generation-v2': cognitoPreTokenGenerationV2,
  'cognito/pre-token-generation-v3': cognitoPreTokenGenerationV3,
  'okta/token-inline-hook': oktaTokenInlineHook,
  'entra/token-issuance-start': entraTokenIssuanceStart,
  'hydra/token-hook': hydraTokenHook,
  'hydra/refresh-token-hook': hydraRefreshTokenHook,
  'zitadel/pre-access-token': zitadelPreAccessToken,
  'zitadel/pre-userinfo': zitadelPreUserinfo,
  'firebase/before-sign-in': firebaseBeforeSignIn,
  'supabase/custom-access-token': supabaseCustomAccessToken,
  'wso2/pre-issue-access-token': wso2PreIssueAccessToken,
  'wso2/pre-issue-id-token': wso2PreIssueIdToken,
  'authgear/jwt-pre-create': authgearJwtPreCreate,
  'authgear/id-token-pre-create': authgearIdTokenPreCreate,
  'curity/claims': curityClaims,
  'generic/claims': genericClaims,
  'generic/subject-claims': genericSubjectClaims,
} as const satisfies Readonly<Record<string, TokenHook>>;

export type HookName = keyof typeof hooks;
