import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { wso2PreIssueIdToken } from '../../functions/wso2/pre-issue-id-token.ts';
import { issueOf } from '../support/issue.ts';
import { recordedEvent } from '../support/recorded-event.ts';

const parsed = (name: string) => z.parse(wso2PreIssueIdToken.event, recordedEvent('wso2', name));

describe('wso2/pre-issue-id-token', () => {
  it('is told requested scopes and no audience of an API', () => {
    expect(wso2PreIssueIdToken.toTokenRequest(parsed('id-token-password'), {})).toMatchObject({
      scopes: { requested: ['address', 'openid', 'profile'] },
      audiences: [],
      tokens: ['id_token'],
    });
  });

  it('replaces an earlier claim and adds a new one, below /idToken', () => {
    const claims = { id_token: { user_role: 'support', department: 'sales' } };
    expect(wso2PreIssueIdToken.issue(parsed('id-token-refresh'), issueOf({ claims })).body).toEqual({
      actionStatus: 'SUCCESS',
      operations: [
        { op: 'replace', path: '/idToken/claims/user_role', value: 'support' },
        { op: 'add', path: '/idToken/claims/-', value: { name: 'department', value: 'sales' } },
      ],
    });
  });

  it('lets the policy take a claim of WSO2 out, where WSO2 lets it', () => {
    const suppress = { id_token: ['email', 'iss'] };
    expect(wso2PreIssueIdToken.issue(parsed('id-token-password'), issueOf({ suppress })).body).toEqual({
      actionStatus: 'SUCCESS',
      operations: [{ op: 'remove', path: '/idToken/claims/email' }],
    });
  });
});
