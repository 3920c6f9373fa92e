import * as z from 'zod/mini';
import type { DenyReason } from '../../lib/claims/decision.ts';
import { denialStatus } from '../../lib/denial-status.ts';
import { jsonObject } from '../../lib/json-object.ts';
import { defineTokenHook, type HookLimits, type HttpReply, type ReservedNames } from '../../lib/token-hook.ts';
import { vouchedAttributes } from '../../lib/vouched-attributes.ts';

const id = z.string().check(z.minLength(1));
const text = z.nullish(z.string());

/**
 * The payload of the JWT in `data.jwt`, verified before it comes here.
 * @see https://cloud.google.com/identity-platform/docs/blocking-functions
 */
const beforeSignInEvent = z.object({
  /** `https://securetoken.google.com/<project>` */
  iss: id,
  event_type: z.literal('beforeSignIn'),
  sign_in_attributes: z.nullish(jsonObject),
  user_record: z.object({
    uid: id,
    email: text,
    email_verified: z.nullish(z.boolean()),
    /** Stored on the user, and in every ID token of theirs. */
    custom_claims: z.nullish(jsonObject),
  }),
});

/** @see https://firebase.google.com/docs/auth/admin/custom-claims */
const reserved: ReservedNames = {
  names: new Set(
    'acr amr at_hash aud auth_time azp c_hash cnf exp firebase iat iss jti nbf nonce sub user_id'.split(' '),
  ),
  prefixes: [],
};

const limits: HookLimits = {
  tokens: ['id_token'],
  reserved: { id_token: reserved, access_token: reserved, userinfo: reserved },
  names: 'namespaced',
  values: 'json',
  /** Google counts 1000 characters of JSON, stored claims and ours together; bytes are never fewer than characters. */
  bytes: 1000,
  bytesIncludePresent: true,
  sharedClaimsSet: [],
  appendOnly: false,
  canSuppress: false,
  canChangeScopes: false,
  scopes: 'none',
  /** Google waits 7 s. */
  deadlineMs: 4000,
  failsOpen: false,
};

/** The error shapes of callable functions, which blocking functions share. */
const statusNames: Partial<Record<DenyReason, string>> = {
  unverified_caller: 'UNAUTHENTICATED',
  invalid_event: 'INVALID_ARGUMENT',
  failure: 'INTERNAL',
};

/** The ID token's `aud`, which is its client (OIDC Core s.2), is the project. */
const projectOf = (issuer: string): string => issuer.slice(issuer.lastIndexOf('/') + 1);

/**
 * Google Identity Platform's `beforeSignIn`: at sign-in only, never at refresh. Claims go into the session, and so into
 * its ID tokens; the claims stored on the user (`customClaims`) are not touched.
 * @see https://cloud.google.com/identity-platform/docs/blocking-functions
 */
export const firebaseBeforeSignIn = defineTokenHook({
  idp: 'firebase',
  name: 'firebase/before-sign-in',
  event: beforeSignInEvent,
  limits,
  toTokenRequest: ({ iss, user_record: user, sign_in_attributes }, settings) => ({
    grantType: 'unknown',
    subject: { kind: 'user', id: user.uid },
    email: user.email_verified ? (user.email ?? undefined) : undefined,
    client: projectOf(iss),
    scopes: {},
    audiences: [projectOf(iss)],
    groups: [],
    idpAttributes: vouchedAttributes(
      { custom_claims: user.custom_claims ?? {}, sign_in_attributes: sign_in_attributes ?? {} },
      settings.idpAttributes,
    ),
    tokens: ['id_token'],
    present: { id_token: user.custom_claims ?? {}, access_token: {}, userinfo: {} },
  }),
  issue: (_event, { claims: { id_token: sessionClaims } }): HttpReply => ({
    status: 200,
    body: Object.keys(sessionClaims).length > 0 ? { userRecord: { sessionClaims, updateMask: 'sessionClaims' } } : {},
  }),
  unchanged: (): HttpReply => ({ status: 200, body: {} }),
  deny: ({ reason, message }): HttpReply => ({
    status: denialStatus(reason),
    body: { error: { status: statusNames[reason] ?? 'PERMISSION_DENIED', message } },
  }),
});
