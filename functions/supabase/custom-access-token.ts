import * as z from 'zod/mini';
import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import { dottedPaths } from '../../lib/claims/dotted-paths.ts';
import { jsonObject } from '../../lib/json-object.ts';
import { parseAudience } from '../../lib/parse-audience.ts';
import { parseScope } from '../../lib/parse-scope.ts';
import { defineTokenHook, type HttpReply } from '../../lib/token-hook.ts';
import { type GrantType, nothingPresent } from '../../lib/token-request.ts';
import { requiredClaims, reservedClaims } from './reserved-claims.ts';

const customAccessTokenEvent = z.object({
  user_id: z.string().check(z.minLength(1)),
  /** The whole Claims Set of the access token, which Supabase wants back. */
  claims: jsonObject,
  authentication_method: z.nullish(z.string()),
});

/** All that it takes to send back what came. */
const withClaims = z.object({ claims: jsonObject });

export type SupabaseCustomAccessTokenEvent = z.infer<typeof customAccessTokenEvent>;

/** Sessions of the project's own apps have no `client_id`; only those of its OAuth server do. */
const ownApps = 'supabase';

const toGrantType = (method: string | null | undefined): GrantType => {
  if (method === 'token_refresh') return 'refresh_token';
  return method === 'password' ? 'password' : 'authorization_code';
};

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The answer replaces the Claims Set: what is left out of it leaves the token. */
const claimsReply = (claims: ClaimsSet): HttpReply => ({ status: 200, body: { claims } });

const without = (claims: ClaimsSet, names: readonly string[]): ClaimsSet => {
  const dropped = new Set(names.filter((name) => !requiredClaims.has(name)));
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !dropped.has(name)));
};

/**
 * Supabase Auth's Custom Access Token hook: every access token, at login and at refresh; no ID token, no machines.
 * Never 204: Supabase takes an empty body for missing claims and fails the login.
 * @see https://supabase.com/docs/guides/auth/auth-hooks/custom-access-token-hook
 */
export const supabaseCustomAccessToken = defineTokenHook({
  idp: 'supabase',
  name: 'supabase/custom-access-token',
  event: customAccessTokenEvent,
  limits: {
    tokens: ['access_token'],
    scopes: 'granted',
    reserved: { id_token: reservedClaims, access_token: reservedClaims, userinfo: reservedClaims },
    names: 'namespaced',
    values: 'json',
    /** Supabase reads 200 KB of answer; Supabase's own claims, metadata included, have the rest. */
    bytes: 100_000,
    sharedClaimsSet: [],
    appendOnly: false,
    canSuppress: true,
    canChangeScopes: false,
    /** Supabase waits 5 s for the whole dispatch, retries included. */
    deadlineMs: 4000,
    failsOpen: false,
  },
  toTokenRequest: ({ user_id, claims, authentication_method }) => ({
    grantType: toGrantType(authentication_method),
    subject: { kind: 'user', id: user_id },
    client: text(claims['client_id']) ?? ownApps,
    scopes: { granted: parseScope(text(claims['scope'])) },
    audiences: parseAudience(claims['aud']),
    groups: [],
    // Not `user_metadata`: every user edits their own.
    idpAttributes: dottedPaths('app_metadata', claims['app_metadata']),
    tokens: ['access_token'],
    present: { ...nothingPresent, access_token: claims },
  }),
  issue: ({ claims }, { claims: ours, stale, suppress }) =>
    claimsReply({ ...without(claims, [...stale.access_token, ...suppress.access_token]), ...ours.access_token }),
  unchanged: (raw) => {
    const sent = z.safeParse(withClaims, raw);
    return sent.success ? claimsReply(sent.data.claims) : undefined;
  },
  deny: ({ reason, message }): HttpReply => ({
    status: 200,
    body: { error: { http_code: reason === 'failure' ? 500 : 403, message } },
  }),
});
