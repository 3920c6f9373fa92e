import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { genericClaims } from '../../functions/generic/claims.ts';
import { genericSubjectClaims } from '../../functions/generic/subject-claims.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent } from '../support/recorded-event.ts';

const request = (name: string, settings = {}) =>
  genericClaims.toTokenRequest(z.parse(genericClaims.event, recordedEvent('generic', name)), settings);
const subjectRequest = (name: string, settings = {}) =>
  genericSubjectClaims.toTokenRequest(z.parse(genericSubjectClaims.event, recordedEvent('generic', name)), settings);

describe('generic/claims', () => {
  it('takes a subject alone for a person, every token, and nothing granted', () => {
    expect(request('minimal')).toMatchObject({
      grantType: 'authorization_code',
      subject: { kind: 'user', id: 'ada' },
      client: '',
      scopes: {},
      audiences: [],
      tokens: ['id_token', 'access_token', 'userinfo'],
    });
  });

  it('reads everything that a caller can say, scopes and audiences as text or list', () => {
    expect(request('full', { idpAttributes: ['metadata.plan'] })).toMatchObject({
      email: 'ada@example.com',
      client: 'shop',
      scopes: { granted: ['openid', 'order'], requested: ['openid', 'order', 'inventory'] },
      audiences: ['https://api.example.com'],
      organization: 'acme',
      groups: ['staff'],
      idpAttributes: { 'metadata.plan': 'gold' },
      tokens: ['id_token', 'access_token'],
    });
    expect(request('refresh')).toMatchObject({
      scopes: { granted: ['order'] },
      audiences: ['https://api.example.com'],
    });
  });

  it('takes no attribute that the instance does not vouch for', () => {
    expect(request('full').idpAttributes).toEqual({});
  });

  it('reads a machine as the client that it is, for an access token', () => {
    expect(request('machine')).toMatchObject({
      grantType: 'client_credentials',
      subject: { kind: 'client', id: 'report-job' },
      client: 'report-job',
      tokens: ['access_token'],
    });
  });

  it('answers claims per token, and which of the present ones to remove', () => {
    const event = z.parse(genericClaims.event, recordedEvent('generic', 'refresh'));
    const decision = issueOf({
      claims: { access_token: { level: 1 } },
      stale: { access_token: ['https://claims.example.com/user_role'] },
    });
    expect(genericClaims.issue(event, decision)).toEqual({
      status: 200,
      body: {
        outcome: 'issue',
        freshness: 'fresh',
        version: 'v',
        claims: { id_token: {}, access_token: { level: 1 }, userinfo: {} },
        remove: { id_token: [], access_token: ['https://claims.example.com/user_role'], userinfo: [] },
      },
    });
  });
});

describe('generic/subject-claims', () => {
  it('is for every token of the instance, or for the one that the caller names', () => {
    expect(subjectRequest('get-user').tokens).toEqual(['id_token', 'access_token', 'userinfo']);
    expect(subjectRequest('get-user', { tokens: ['access_token'] }).tokens).toEqual(['access_token']);
    expect(subjectRequest('get-user-full')).toMatchObject({
      tokens: ['access_token'],
      client: 'shop',
      scopes: { granted: ['openid', 'order'] },
      audiences: ['https://api.example.com'],
      organization: 'acme',
    });
  });

  it('reads a machine', () => {
    expect(subjectRequest('get-machine')).toMatchObject({
      subject: { kind: 'client', id: 'report-job' },
      client: 'report-job',
      tokens: ['access_token'],
    });
  });

  it('reads a login name only where the instance asks for it, and never in place of a subject', () => {
    expect(subjectRequest('get-username', { subject: 'username' }).subject.id).toBe('ada');
    expect(subjectRequest('get-username').subject.id).toBe('');
    expect(subjectRequest('get-user', { subject: 'username' }).subject.id).toBe('');
  });

  it('does not take one of several clients for the client', () => {
    expect(subjectRequest('get-username', { subject: 'username' }).client).toBe('shop,account');
  });

  it('refuses a parameter that is given twice', () => {
    expect(z.safeParse(genericSubjectClaims.event, { subject: ['ada', 'root'] }).success).toBe(false);
    expect(z.safeParse(genericSubjectClaims.event, { subject: 'ada', type: ['user', 'client'] }).success).toBe(false);
  });
});
