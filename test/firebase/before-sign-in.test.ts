import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { firebaseBeforeSignIn as hook } from '../../functions/firebase/before-sign-in.ts';
import { compilePolicy } from '../../lib/claims/compile.ts';
import { decide } from '../../lib/claims/decide.ts';
import { defineClaims } from '../../lib/claims/policy.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent, recordedEvents } from '../support/recorded-event.ts';

const event = (name: string) => z.parse(hook.event, recordedEvent('firebase', name));

describe('firebase/before-sign-in', () => {
  it.each(recordedEvents('firebase'))('takes the recorded payload %s', (name) => {
    expect(hook.toTokenRequest(event(name), {}).subject.id).toMatch(/^u\d$/);
  });

  it('reads the user, and the project as the client whose ID token it is', () => {
    expect(hook.toTokenRequest(event('password'), {})).toMatchObject({
      grantType: 'unknown',
      subject: { kind: 'user', id: 'u1' },
      email: 'ada@example.com',
      client: 'demo-shop',
      audiences: ['demo-shop'],
      tokens: ['id_token'],
    });
  });

  it('has no e-mail where there is none or it is not verified', () => {
    expect(hook.toTokenRequest(event('phone'), {}).email).toBe(undefined);
    const sent = JSON.parse(JSON.stringify(recordedEvent('firebase', 'password')));
    sent.user_record.email_verified = false;
    expect(hook.toTokenRequest(z.parse(hook.event, sent), {}).email).toBe(undefined);
  });

  it('knows the claims that are stored on the user, and reads those that the instance vouches for', () => {
    const settings = { idpAttributes: ['custom_claims.plan', 'sign_in_attributes.department'] };
    expect(hook.toTokenRequest(event('saml-with-tenant'), settings)).toMatchObject({
      present: { id_token: { plan: 'gold' } },
      idpAttributes: { 'custom_claims.plan': 'gold', 'sign_in_attributes.department': 'Sales' },
    });
  });

  it('refuses another blocking event, whose answer would mean something else', () => {
    const sent = JSON.parse(JSON.stringify(recordedEvent('firebase', 'password')));
    sent.event_type = 'beforeCreate';
    expect(z.safeParse(hook.event, sent).success).toBe(false);
  });

  it('puts claims into the session only, not onto the user', () => {
    const claims = { 'https://claims.example.com/user_role': 'admin' };
    expect(hook.issue(event('password'), issueOf({ claims: { id_token: claims } }))).toEqual({
      status: 200,
      body: { userRecord: { sessionClaims: claims, updateMask: 'sessionClaims' } },
    });
  });

  it('answers an empty object where nothing changes', () => {
    expect(hook.issue(event('password'), issueOf())).toEqual({ status: 200, body: {} });
    expect(hook.unchanged(event('password'))).toEqual({ status: 200, body: {} });
  });

  it.each([
    ['blocked', 403, 'PERMISSION_DENIED'],
    ['failure', 500, 'INTERNAL'],
    ['unverified_caller', 401, 'UNAUTHENTICATED'],
    ['invalid_event', 400, 'INVALID_ARGUMENT'],
  ] as const)('answers %s with %i %s', (reason, code, status) => {
    expect(hook.deny({ reason, message: 'No.' })).toEqual({
      status: code,
      body: { error: { status, message: 'No.' } },
    });
  });

  it.each([
    ['fit beside the claims that are stored on the user', 400, 'released'],
    ['would exceed, with them, the 1000 characters that Google allows', 900, 'withheld'],
  ] as const)('counts stored claims: ours %s', (_title, stored, outcome) => {
    const policy = defineClaims({
      namespace: 'https://claims.example.com/',
      claims: { note: { schema: z.string(), description: 'Something long' } },
      scopes: {},
      always: ['note'],
      unknownSubject: 'defaults',
    });
    const sent = JSON.parse(JSON.stringify(recordedEvent('firebase', 'password')));
    sent.user_record.custom_claims = { stored: 'x'.repeat(stored) };
    const incoming = hook.toTokenRequest(z.parse(hook.event, sent), {});
    const decision = decide(
      compilePolicy(policy, hook.limits),
      { ...incoming, realm: 'people', scopes: { granted: [], requested: [] } },
      {
        user: { attributes: { note: 'y'.repeat(300) }, version: 1 },
        groups: [],
        sources: {},
        freshness: 'fresh',
      },
    );
    expect(decision.trace).toContainEqual(expect.objectContaining({ claim: 'note', token: 'id_token', outcome }));
    if (decision.outcome !== 'issue') throw new Error('expected claims');
    const merged = { ...sent.user_record.custom_claims, ...decision.claims.id_token };
    expect(JSON.stringify(merged).length).toBeLessThanOrEqual(1000);
  });
});
