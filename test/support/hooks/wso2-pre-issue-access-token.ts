import { wso2PreIssueAccessToken } from '../../../functions/wso2/pre-issue-access-token.ts';
import type { HookFixture } from '../hook-fixture.ts';
import { wso2Caller, wso2Event, wso2Idp, wso2Renders } from './wso2.ts';

const action = { token: 'access_token', member: 'accessToken' } as const;

export const wso2PreIssueAccessTokenFixture: HookFixture = {
  hook: wso2PreIssueAccessToken,
  events: [
    'authorization-code.json',
    'refresh-token.json',
    'client-credentials.json',
    'federated.json',
    'organization-switch.json',
    'v1-0-password.json',
  ],
  junk: [
    { actionType: 'PRE_ISSUE_ACCESS_TOKEN', event: { request: { clientId: 'c' }, accessToken: { claims: [] } } },
    { actionType: 'PRE_ISSUE_ID_TOKEN', event: { request: { clientId: 'c' }, idToken: { claims: [] } } },
  ],
  caller: wso2Caller('/wso2/pre-issue-access-token'),
  event: (sketch) => wso2Event(action, sketch),
  idp: (event, answer) => wso2Idp(action, event, answer),
  renders: wso2Renders('accessToken'),
  refresh: 'calls again with our earlier claims',
};
