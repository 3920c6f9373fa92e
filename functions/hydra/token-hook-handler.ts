import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { hydraTokenHook } from './token-hook.ts';

export const tokenHook = await httpHookHandler({ hook: hydraTokenHook, policy, instances, sources });
