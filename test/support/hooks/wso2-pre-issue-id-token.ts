import { wso2PreIssueIdToken } from '../../../functions/wso2/pre-issue-id-token.ts';
import type { HookFixture } from '../hook-fixture.ts';
import { wso2Caller, wso2Event, wso2Idp, wso2Renders } from './wso2.ts';

const action = { token: 'id_token', member: 'idToken' } as const;

export const wso2PreIssueIdTokenFixture: HookFixture = {
  hook: wso2PreIssueIdToken,
  events: ['id-token-password.json', 'id-token-refresh.json'],
  junk: [
    { actionType: 'PRE_ISSUE_ID_TOKEN', event: { request: { clientId: 'c' }, idToken: { claims: [] } } },
    {
      actionType: 'PRE_ISSUE_ACCESS_TOKEN',
      event: { request: { clientId: 'c' }, idToken: { claims: [{ name: 'sub', value: 's' }] } },
    },
  ],
  // The event tells the scopes of the request, not the granted ones.
  settings: { scopes: { from: 'requested', entitled: { shop: ['order', 'inventory'] } } },
  caller: wso2Caller('/wso2/pre-issue-id-token'),
  event: (sketch) => wso2Event(action, sketch),
  idp: (event, answer) => wso2Idp(action, event, answer),
  renders: wso2Renders('idToken'),
  refresh: 'calls again',
};
