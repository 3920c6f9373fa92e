import type { HookFixture } from '../hook-fixture.ts';
import { auth0CredentialsExchangeFixture, auth0PostLoginFixture } from './auth0.ts';
import { authgearIdTokenPreCreateFixture } from './authgear-id-token-pre-create.ts';
import { authgearJwtPreCreateFixture } from './authgear-jwt-pre-create.ts';
import {
  cognitoPreTokenGenerationV1Fixture,
  cognitoPreTokenGenerationV2Fixture,
  cognitoPreTokenGenerationV3Fixture,
} from './cognito.ts';
import { curityGetFixture, curityPostFixture } from './curity-claims.ts';
import { entraTokenIssuanceStartFixture } from './entra-token-issuance-start.ts';
import { firebaseBeforeSignInFixture } from './firebase-before-sign-in.ts';
import { genericClaimsFixture } from './generic-claims.ts';
import { genericSubjectClaimsFixture } from './generic-subject-claims.ts';
import { hydraRefreshTokenHookFixture, hydraTokenHookFixture } from './hydra.ts';
import { oktaTokenInlineHookFixture, oktaTokenInlineHookOAuthFixture } from './okta-token-inline-hook.ts';
import { supabaseCustomAccessTokenFixture } from './supabase-custom-access-token.ts';
import { wso2PreIssueAccessTokenFixture } from './wso2-pre-issue-access-token.ts';
import { wso2PreIssueIdTokenFixture } from './wso2-pre-issue-id-token.ts';
import { zitadelPreAccessTokenFixture, zitadelPreUserinfoFixture } from './zitadel.ts';

/** One fixture for every way to call a hook of `functions/hooks.ts`. */
export const hookFixtures: readonly HookFixture[] = [
  cognitoPreTokenGenerationV1Fixture,
  cognitoPreTokenGenerationV2Fixture,
  cognitoPreTokenGenerationV3Fixture,
  auth0PostLoginFixture,
  auth0CredentialsExchangeFixture,
  oktaTokenInlineHookFixture,
  oktaTokenInlineHookOAuthFixture,
  entraTokenIssuanceStartFixture,
  hydraTokenHookFixture,
  hydraRefreshTokenHookFixture,
  zitadelPreAccessTokenFixture,
  zitadelPreUserinfoFixture,
  firebaseBeforeSignInFixture,
  supabaseCustomAccessTokenFixture,
  wso2PreIssueAccessTokenFixture,
  wso2PreIssueIdTokenFixture,
  authgearJwtPreCreateFixture,
  authgearIdTokenPreCreateFixture,
  curityGetFixture,
  curityPostFixture,
  genericClaimsFixture,
  genericSubjectClaimsFixture,
];
