import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { zitadelPreUserinfo } from './pre-userinfo.ts';

export const preUserinfo = await httpHookHandler({ hook: zitadelPreUserinfo, policy, instances, sources });
