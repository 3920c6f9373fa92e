import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { wso2PreIssueAccessToken } from '../../functions/wso2/pre-issue-access-token.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent } from '../support/recorded-event.ts';

const parsed = (name: string) => z.parse(wso2PreIssueAccessToken.event, recordedEvent('wso2', name));
const request = (name: string, settings = {}) => wso2PreIssueAccessToken.toTokenRequest(parsed(name), settings);
const operations = (body: unknown) => z.parse(z.object({ operations: z.array(z.unknown()) }), body).operations;
const issue = (name: string, parts: Parameters<typeof issueOf>[0]) =>
  operations(wso2PreIssueAccessToken.issue(parsed(name), issueOf(parts)).body);

describe('wso2/pre-issue-access-token', () => {
  it('reads a machine by its client id, whatever sub says', () => {
    expect(request('client-credentials')).toMatchObject({
      subject: { kind: 'client', id: '1u31N7of6gCNR9FqkG1neSlsF_Qa' },
      grantType: 'client_credentials',
      scopes: { granted: ['order'] },
    });
  });

  it('reads a person by the id in WSO2', () => {
    expect(request('authorization-code').subject).toEqual({
      kind: 'user',
      id: 'e204849c-4ec2-41f1-8ff7-ec1ebff02821',
    });
  });

  it("puts the federated IdP before a sub that it asserts, so that it cannot name another's id", () => {
    expect(request('federated').subject).toEqual({ kind: 'user', id: 'Partner|ada@partner.example' });
    expect(request('federated', { subject: 'sub' }).subject).toEqual({ kind: 'user', id: 'ada@partner.example' });
  });

  it('knows the organization after a switch, and takes the root for none', () => {
    expect(request('organization-switch').organization).toBe('5e0b1c5f-8f0d-4c52-9d11-3a6b9f0c2d33');
    expect(request('authorization-code').organization).toBeUndefined();
    expect(request('v1-0-password').organization).toBeUndefined();
  });

  it('reads roles and claims only where the instance vouches for them', () => {
    expect(request('authorization-code').idpAttributes).toEqual({});
    expect(request('authorization-code', { idpAttributes: ['claims.username', 'roles'] }).idpAttributes).toEqual({
      'claims.username': 'ada',
    });
  });

  it('adds what is new and replaces what an earlier token of ours has left', () => {
    expect(issue('refresh-token', { claims: { access_token: { user_role: 'support', user_id: 7 } } })).toEqual([
      { op: 'replace', path: '/accessToken/claims/user_role', value: 'support' },
      { op: 'add', path: '/accessToken/claims/-', value: { name: 'user_id', value: 7 } },
    ]);
  });

  it('removes our stale claims at refresh, and only then', () => {
    const stale = { access_token: ['company_id', 'not_there'] };
    expect(issue('refresh-token', { stale })).toEqual([{ op: 'remove', path: '/accessToken/claims/company_id' }]);
    expect(issue('authorization-code', { stale: { access_token: ['given_name'] } })).toEqual([]);
  });

  it('does not remove again what it replaces, where the policy suppresses a claim of the same name', () => {
    const parts = { claims: { access_token: { username: 'x' } }, suppress: { access_token: ['username'] } };
    expect(issue('authorization-code', parts)).toEqual([
      { op: 'replace', path: '/accessToken/claims/username', value: 'x' },
    ]);
  });

  it('asks for nothing that allowedOperations does not allow', () => {
    const event = parsed('refresh-token');
    const decision = issueOf({
      claims: { access_token: { user_role: 'support', user_id: 7 } },
      stale: { access_token: ['company_id'] },
    });
    for (const allowed of [[], undefined, [{ op: 'replace', paths: ['/accessToken/scopes/'] }]]) {
      const reply = wso2PreIssueAccessToken.issue({ ...event, allowedOperations: allowed }, decision);
      expect(operations(reply.body)).toEqual([]);
    }
  });

  it('never names a claim that WSO2 would take for something else', () => {
    const event = parsed('refresh-token');
    const awkward = ['https://claims.example.com/user_role', '7'];
    event.event.accessToken.claims.push(...awkward.map((name) => ({ name, value: 'admin' })));
    const allowed = [
      { op: 'remove', paths: ['/accessToken/claims/', ...awkward.map((n) => `/accessToken/claims/${n}`)] },
    ];
    const reply = wso2PreIssueAccessToken.issue(
      { ...event, allowedOperations: allowed },
      issueOf({ stale: { access_token: awkward } }),
    );
    expect(operations(reply.body)).toEqual([]);
  });

  it('adds and removes scopes by their place in the list that came in', () => {
    const decision = { ...issueOf(), scopes: { add: ['beta', 'order'], remove: ['openid', 'unknown'] } };
    expect(operations(wso2PreIssueAccessToken.issue(parsed('authorization-code'), decision).body)).toEqual([
      { op: 'add', path: '/accessToken/scopes/-', value: 'beta' },
      { op: 'remove', path: '/accessToken/scopes/0' },
    ]);
  });

  it('says FAILED for a decision and ERROR for a fault', () => {
    const message = 'No.';
    expect(wso2PreIssueAccessToken.deny({ reason: 'blocked', message })).toMatchObject({
      status: 200,
      body: { actionStatus: 'FAILED', failureReason: 'access_denied', failureDescription: message },
    });
    expect(wso2PreIssueAccessToken.deny({ reason: 'failure', message })).toMatchObject({
      status: 500,
      body: { actionStatus: 'ERROR', errorDescription: message },
    });
  });
});
