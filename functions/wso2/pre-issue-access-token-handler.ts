import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { wso2PreIssueAccessToken } from './pre-issue-access-token.ts';

/** `POST /wso2/pre-issue-access-token` */
export const preIssueAccessToken = await httpHookHandler({ hook: wso2PreIssueAccessToken, policy, instances, sources });
