import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { supabaseCustomAccessToken } from '../../functions/supabase/custom-access-token.ts';
import { requiredClaims } from '../../functions/supabase/reserved-claims.ts';
import { createHookHarness } from '../support/hook-harness.ts';
import { supabaseCustomAccessTokenFixture as fixture } from '../support/hooks/supabase-custom-access-token.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent } from '../support/recorded-event.ts';
import { storeOf } from '../support/vector.ts';
import { policies } from '../vectors/policies.ts';

const parsed = (name: string) => z.parse(supabaseCustomAccessToken.event, recordedEvent('supabase', name));
const request = (name: string) => supabaseCustomAccessToken.toTokenRequest(parsed(name), {});
const claimsOf = (body: unknown) => z.parse(z.object({ claims: z.record(z.string(), z.unknown()) }), body).claims;

describe('supabase/custom-access-token', () => {
  it.each([
    ['password', 'password'],
    ['token-refresh', 'refresh_token'],
    ['oauth-server', 'authorization_code'],
    ['anonymous', 'authorization_code'],
  ])('reads the grant of %s', (name, grantType) => {
    expect(request(name).grantType).toBe(grantType);
  });

  it('knows client, scopes and audiences of the OAuth server, and the project itself as the client otherwise', () => {
    expect(request('oauth-server')).toMatchObject({
      client: '9a8b7c6d-1111-4222-8333-444455556666',
      scopes: { granted: ['openid', 'email', 'order'] },
      audiences: ['authenticated', 'https://api.example.com'],
    });
    expect(request('password')).toMatchObject({ client: 'supabase', scopes: { granted: [] } });
  });

  it('reads app_metadata, which only administrators write, and never user_metadata', () => {
    const { idpAttributes } = request('password');
    expect(idpAttributes).toMatchObject({ 'app_metadata.plan': 'gold' });
    expect(JSON.stringify(idpAttributes)).not.toContain('nickname');
  });

  it('keeps what Supabase requires, even where the policy would suppress it', () => {
    const event = parsed('password');
    const { body } = supabaseCustomAccessToken.issue(
      event,
      issueOf({ suppress: { access_token: [...requiredClaims, 'is_anonymous', 'extra'] } }),
    );
    expect(claimsOf(body)).toEqual(event.claims);
  });

  it('lets the policy take a claim of another hook out', () => {
    const event = parsed('with-earlier-claims');
    const { body } = supabaseCustomAccessToken.issue(
      event,
      issueOf({ suppress: { access_token: ['https://other.example.com/team'] } }),
    );
    expect(Object.keys(claimsOf(body))).not.toContain('https://other.example.com/team');
    expect(claimsOf(body)).toMatchObject({ role: 'authenticated' });
  });

  it('answers JSON under a JSON content type, never 204, also with nothing to add', async () => {
    const { send, close } = await createHookHarness(fixture, {
      policy: { ...policies.shop, always: [], scopes: {} },
      reader: await storeOf(),
    });
    const event = recordedEvent('supabase', 'anonymous');
    const { answer, outcome } = await send(event);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(outcome).toMatchObject({ issued: true, tokens: { access_token: { is_anonymous: true } } });
    await close();
  });

  it('gives the claims back unchanged whatever else the event lacks, and says so where it has none', () => {
    const claims = { sub: 'u', exp: 1, app_metadata: { role: 'x' } };
    expect(supabaseCustomAccessToken.unchanged({ claims })).toEqual({ status: 200, body: { claims } });
    for (const junk of [undefined, null, 'text', {}, { user_id: 'u' }, { claims: 'text' }, [claims]]) {
      expect(supabaseCustomAccessToken.unchanged(junk)).toBeUndefined();
    }
  });

  it('takes the secret as Supabase writes it, with the one before it', async () => {
    const caller = await fixture.caller();
    const current = `v1,whsec_${randomBytes(24).toString('base64')}`;
    const previous = caller.secrets['supabase']?.current ?? '';
    for (const supabase of [[current, previous], [`${current}|${previous}`]]) {
      const { send } = await createHookHarness(fixture, {
        policy: policies.shop,
        caller,
        reader: await storeOf(),
        secrets: { supabase },
      });
      expect((await send(fixture.event({}))).outcome.issued).toBe(true);
    }
  });

  it('answers a denial with 200 and an error object that names 403, a fault with one that names 500', () => {
    const message = 'No.';
    expect(supabaseCustomAccessToken.deny({ reason: 'blocked', message })).toEqual({
      status: 200,
      body: { error: { http_code: 403, message } },
    });
    expect(supabaseCustomAccessToken.deny({ reason: 'failure', message })).toEqual({
      status: 200,
      body: { error: { http_code: 500, message } },
    });
  });
});
