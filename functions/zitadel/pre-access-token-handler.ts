import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { zitadelPreAccessToken } from './pre-access-token.ts';

export const preAccessToken = await httpHookHandler({ hook: zitadelPreAccessToken, policy, instances, sources });
