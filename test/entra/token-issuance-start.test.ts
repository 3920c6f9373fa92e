import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { entraTokenIssuanceStart as hook } from '../../functions/entra/token-issuance-start.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent, recordedEvents } from '../support/recorded-event.ts';

const event = (name: string) => z.parse(hook.event, recordedEvent('entra', name));
const answer = (claims: object) => ({
  status: 200,
  body: {
    data: {
      '@odata.type': 'microsoft.graph.onTokenIssuanceStartResponseData',
      actions: [{ '@odata.type': 'microsoft.graph.tokenIssuanceStart.provideClaimsForToken', claims }],
    },
  },
});

describe('entra/token-issuance-start', () => {
  it.each(recordedEvents('entra'))('takes the recorded event %s', (name) => {
    expect(hook.toTokenRequest(event(name), {}).subject.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('reads user, client application and resource; knows neither scopes nor grant', () => {
    expect(hook.toTokenRequest(event('member'), {})).toMatchObject({
      grantType: 'unknown',
      subject: { kind: 'user', id: '90847c2a-e29d-4d2f-9f54-c5b4d3f26471' },
      client: '00001111-aaaa-2222-bbbb-3333cccc4444',
      audiences: ['11112222-bbbb-3333-cccc-4444dddd5555'],
      scopes: {},
      tokens: ['id_token', 'access_token'],
    });
  });

  it('has no audience where no resource is named', () => {
    expect(hook.toTokenRequest(event('saml-without-resource'), {}).audiences).toEqual([]);
  });

  it('reaches the tokens that the instance says the provider is assigned to, and no others', () => {
    const tokens = hook.toTokenRequest(event('member'), { tokens: ['access_token', 'userinfo'] }).tokens;
    expect(tokens).toEqual(['access_token']);
  });

  it('reads only the fields of the user that the instance vouches for', () => {
    const { idpAttributes } = hook.toTokenRequest(event('member'), { idpAttributes: ['user.companyName'] });
    expect(idpAttributes).toEqual({ 'user.companyName': "Casey's Books" });
  });

  it('refuses a user without an id', () => {
    const sent = JSON.parse(JSON.stringify(recordedEvent('entra', 'guest')));
    sent.data.authenticationContext.user.id = '';
    expect(z.safeParse(hook.event, sent).success).toBe(false);
  });

  it('takes the event only from a caller of the same tenant', () => {
    const sent = event('member');
    expect(hook.matchesCaller?.(sent, { tid: sent.data.tenantId })).toBe(true);
    expect(hook.matchesCaller?.(sent, { tid: 'another' })).toBe(false);
    expect(hook.matchesCaller?.(sent, {})).toBe(false);
  });

  it('answers with one action that holds the claims of whichever token it is', () => {
    const decision = issueOf({ claims: { access_token: { user_role: 'admin', feature_flags: ['a'] } } });
    expect(hook.issue(event('member'), decision)).toEqual(answer({ user_role: 'admin', feature_flags: ['a'] }));
  });

  it('answers an empty object of claims where there are none, never null', () => {
    expect(hook.issue(event('member'), issueOf())).toEqual(answer({}));
    expect(hook.unchanged(event('member'))).toEqual(answer({}));
  });

  it.each([
    ['blocked', 403],
    ['failure', 500],
    ['unverified_caller', 401],
    ['invalid_event', 400],
  ] as const)('denies by failing: %s is %i', (reason, status) => {
    expect(hook.deny({ reason, message: 'No.' })).toMatchObject({ status });
  });
});
