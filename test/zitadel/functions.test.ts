import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { zitadelPreAccessToken } from '../../functions/zitadel/pre-access-token.ts';
import { zitadelPreUserinfo } from '../../functions/zitadel/pre-userinfo.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent, recordedEvents } from '../support/recorded-event.ts';

const accessEvent = (name: string) =>
  z.parse(zitadelPreAccessToken.event, recordedEvent('zitadel', `pre-access-token-${name}`));
const request = (name: string, settings = {}) => zitadelPreAccessToken.toTokenRequest(accessEvent(name), settings);
const userinfoEvent = () => z.parse(zitadelPreUserinfo.event, recordedEvent('zitadel', 'pre-userinfo-human'));

describe.each([
  ['pre-access-token', zitadelPreAccessToken],
  ['pre-userinfo', zitadelPreUserinfo],
] as const)('zitadel/%s', (prefix, hook) => {
  it.each(recordedEvents('zitadel', prefix))('takes the recorded event %s', (name) => {
    const event = z.parse(hook.event, recordedEvent('zitadel', name));
    expect(hook.toTokenRequest(event, {}).subject.id).toMatch(/^3129/);
  });

  it('refuses the event of the other function, bound to its URL by mistake', () => {
    const other = prefix === 'pre-userinfo' ? 'pre-access-token' : 'pre-userinfo';
    expect(z.safeParse(hook.event, recordedEvent('zitadel', `${other}-human`)).success).toBe(false);
  });

  it.each(['blocked', 'failure', 'unverified_caller', 'invalid_event'] as const)(
    'answers %s with 200 and a forwarded 403',
    (reason) => {
      expect(hook.deny({ reason, message: 'No.' })).toEqual({
        status: 200,
        body: { forwardedStatusCode: 403, forwardedErrorMessage: 'No.' },
      });
    },
  );
});

describe('zitadel/pre-access-token', () => {
  it('reads user, client, organization, roles and the claims that are there', () => {
    expect(request('human')).toMatchObject({
      grantType: 'unknown',
      subject: { kind: 'user', id: '312909075212468632' },
      email: 'ada@acme.example',
      client: '312909075214000001',
      organization: '312909075211944344',
      scopes: {},
      tokens: ['access_token'],
      present: { access_token: { preferred_username: 'ada@acme.example' }, id_token: {}, userinfo: {} },
    });
  });

  it('names a role by its project, and counts active grants only', () => {
    expect(request('human').groups).toEqual(['312909075213000001:support']);
  });

  it('takes a service user for a machine', () => {
    expect(request('machine')).toMatchObject({
      grantType: 'client_credentials',
      subject: { kind: 'client', id: '312909075299000001' },
      groups: [],
    });
  });

  it('knows no client where an older version does not send it', () => {
    expect(request('old')).toMatchObject({ client: '', subject: { kind: 'user' } });
  });

  it('decodes the metadata that the instance vouches for', () => {
    expect(request('human', { idpAttributes: ['metadata.tier', 'org.primary_domain'] }).idpAttributes).toEqual({
      'metadata.tier': 'gold',
      'org.primary_domain': 'acme.zitadel.cloud',
    });
  });

  it.each(['%%%', '/w=='])('leaves out metadata that is not text: %s', (value) => {
    const sent = JSON.parse(JSON.stringify(recordedEvent('zitadel', 'pre-access-token-human')));
    sent.user_metadata[0].value = value;
    const event = z.parse(zitadelPreAccessToken.event, sent);
    expect(zitadelPreAccessToken.toTokenRequest(event, { idpAttributes: ['metadata.tier'] }).idpAttributes).toEqual({});
  });

  it('does not count an address that is not verified', () => {
    const sent = JSON.parse(
      JSON.stringify(recordedEvent('zitadel', 'pre-access-token-human')).replaceAll(
        '"email_verified":true',
        '"email_verified":false',
      ),
    );
    expect(zitadelPreAccessToken.toTokenRequest(z.parse(zitadelPreAccessToken.event, sent), {}).email).toBe(undefined);
  });

  it('appends claims and writes nothing into the log claims, which end up in the token', () => {
    const decision = issueOf({ claims: { access_token: { 'https://claims.example.com/user_role': ['a'] } } });
    expect(zitadelPreAccessToken.issue(accessEvent('human'), decision)).toEqual({
      status: 200,
      body: { append_claims: [{ key: 'https://claims.example.com/user_role', value: ['a'] }] },
    });
  });

  it('answers an empty object where there is nothing to append: the body has to be JSON', () => {
    expect(zitadelPreAccessToken.issue(accessEvent('human'), issueOf())).toEqual({ status: 200, body: {} });
    expect(zitadelPreAccessToken.unchanged(accessEvent('human'))).toEqual({ status: 200, body: {} });
  });
});

describe('zitadel/pre-userinfo', () => {
  it('reaches the ID token and the userinfo answer, which share one set', () => {
    expect(zitadelPreUserinfo.toTokenRequest(userinfoEvent(), {})).toMatchObject({
      tokens: ['id_token', 'userinfo'],
      present: { access_token: {}, userinfo: { sub: '312909075212468632' } },
    });
    expect(zitadelPreUserinfo.limits.sharedClaimsSet).toEqual(['id_token', 'userinfo']);
  });

  it('appends each claim once', () => {
    const shared = { user_role: 'admin' };
    const decision = issueOf({ claims: { id_token: shared, userinfo: shared } });
    expect(zitadelPreUserinfo.issue(userinfoEvent(), decision)).toEqual({
      status: 200,
      body: { append_claims: [{ key: 'user_role', value: 'admin' }] },
    });
  });
});
