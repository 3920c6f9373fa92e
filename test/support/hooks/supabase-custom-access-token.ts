import { randomBytes, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import { supabaseCustomAccessToken } from '../../../functions/supabase/custom-access-token.ts';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import type { HookFixture } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';

const path = '/supabase/custom-access-token';

/** The members that Supabase's JSON schema of the answer requires. */
const required = ['aud', 'exp', 'iat', 'sub', 'email', 'phone', 'role', 'aal', 'session_id', 'is_anonymous'];

const methods: Readonly<Record<string, string>> = {
  password: 'password',
  refresh_token: 'token_refresh',
  authorization_code: 'oauth_provider/authorization_code',
};

export const supabaseCustomAccessTokenFixture: HookFixture = {
  hook: supabaseCustomAccessToken,
  events: ['password.json', 'token-refresh.json', 'oauth-server.json', 'anonymous.json', 'with-earlier-claims.json'],
  junk: [{ user_id: '', claims: {} }, { user_id: 'u' }, { user_id: 'u', claims: [] }, { user_id: 1, claims: {} }],
  caller: async () => {
    // Supabase's own form of the secret; the package wants it without the version.
    const key = `whsec_${randomBytes(24).toString('base64')}`;
    const signer = new Webhook(key);
    const stranger = new Webhook(`whsec_${randomBytes(24).toString('base64')}`);
    const sign = (body: string, webhook: Webhook): Record<string, string> => {
      const id = randomUUID();
      const now = new Date();
      return {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        // Two active secrets: Supabase joins the signatures with ", " where the specification has a space.
        'webhook-signature': [stranger.sign(id, now, `${body} `), webhook.sign(id, now, body)].join(', '),
      };
    };
    return {
      proof: { kind: 'standard-webhooks', secret: 'supabase' },
      secrets: { supabase: { current: `v1,${key}` } },
      call: async (event, proof = 'genuine') => {
        const body = JSON.stringify(event);
        const headers = proof === 'missing' ? {} : sign(body, proof === 'genuine' ? signer : stranger);
        return httpApiEvent({ path, headers, body });
      },
      raw: async (body) => httpApiEvent({ path, headers: sign(body, signer), body }),
    };
  },
  event: ({ subject, grantType, client, scopes, audiences, present, idpAttributes }) => {
    if (subject?.kind === 'client' || grantType === 'client_credentials') return undefined;
    const id = subject?.id ?? '8ccaa7af-909f-44e7-84cb-67cdccb56be6';
    return {
      metadata: { uuid: randomUUID(), time: '2026-01-01T00:00:00Z', name: 'customize-access-token' },
      user_id: id,
      claims: {
        iss: 'https://abcdefghijkl.supabase.co/auth/v1',
        sub: id,
        aud: audiences?.length ? audiences : 'authenticated',
        exp: 1715690221,
        iat: 1715686621,
        email: 'ada@example.com',
        phone: '',
        app_metadata: Object.fromEntries(
          Object.entries(idpAttributes ?? {})
            .filter(([name]) => name.startsWith('app_metadata.'))
            .map(([name, value]) => [name.slice('app_metadata.'.length), value]),
        ),
        user_metadata: {},
        role: 'authenticated',
        aal: 'aal1',
        amr: [{ method: 'password', timestamp: 1715686621 }],
        session_id: '4b938a09-5372-4177-a314-cfa292099ea2',
        is_anonymous: false,
        ...(client === undefined ? {} : { client_id: client }),
        ...(scopes?.granted ? { scope: scopes.granted.join(' ') } : {}),
        ...present?.access_token,
      },
      authentication_method: methods[grantType ?? 'password'] ?? 'otp',
    };
  },
  idp: (_event, answer) => {
    const body = answer && jsonBody(answer);
    if (answer?.kind !== 'http' || ![200, 202].includes(answer.status) || body === undefined) {
      return { issued: false, as: 'error' };
    }
    const message = member(body, 'error', 'message');
    if (typeof message === 'string' && message !== '') {
      const status = member(body, 'error', 'http_code') ?? 500;
      return { issued: false, as: status === 403 ? 'denied' : 'error', message };
    }
    const claims = member(body, 'claims');
    if (!isMembers(claims) || required.some((name) => !Object.hasOwn(claims, name))) {
      return { issued: false, as: 'error' };
    }
    return { issued: true, tokens: { access_token: claims as ClaimsSet } };
  },
  renders: {
    deny: (answer, { message }) => expectHttp(answer, 200, { error: { http_code: 403, message } }),
    failClosed: (answer, { message }) => expectHttp(answer, 200, { error: { http_code: 500, message } }),
    failOpen: (answer, { event, statusClaim }) => {
      const claims = member(event, 'claims');
      expectHttp(answer, 200, { claims: { ...(isMembers(claims) ? claims : {}), [statusClaim]: 'degraded' } });
    },
    unchanged: (answer, { event }) => {
      expectHttp(answer, 200, { claims: member(event, 'claims') });
      expect(answer.kind === 'http' && answer.body).toContain('"exp":1715690221');
    },
  },
  refresh: 'calls again',
};
