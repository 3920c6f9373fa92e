import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { supabaseCustomAccessToken } from './custom-access-token.ts';

/** `POST /supabase/custom-access-token` */
export const customAccessToken = await httpHookHandler({ hook: supabaseCustomAccessToken, policy, instances, sources });
