import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { wso2PreIssueIdToken } from './pre-issue-id-token.ts';

/** `POST /wso2/pre-issue-id-token` */
export const preIssueIdToken = await httpHookHandler({ hook: wso2PreIssueIdToken, policy, instances, sources });
