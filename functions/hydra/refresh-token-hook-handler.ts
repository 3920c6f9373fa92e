import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { hydraRefreshTokenHook } from './refresh-token-hook.ts';

export const refreshTokenHook = await httpHookHandler({ hook: hydraRefreshTokenHook, policy, instances, sources });
