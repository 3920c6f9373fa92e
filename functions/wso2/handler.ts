import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { wso2PreIssueAccessToken } from './pre-issue-access-token.ts';
import { wso2PreIssueIdToken } from './pre-issue-id-token.ts';

/** `POST /wso2/pre-issue-access-token` */
export const preIssueAccessToken = httpHookHandler({ hook: wso2PreIssueAccessToken, policy, instances });

/** `POST /wso2/pre-issue-id-token` */
export const preIssueIdToken = httpHookHandler({ hook: wso2PreIssueIdToken, policy, instances });
