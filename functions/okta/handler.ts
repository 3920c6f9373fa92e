import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { oktaTokenInlineHook } from './token-inline-hook.ts';

export const tokenInlineHook = await httpHookHandler({ hook: oktaTokenInlineHook, policy, instances, sources });
