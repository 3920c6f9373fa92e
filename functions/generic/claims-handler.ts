import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { genericClaims } from './claims.ts';

/** `POST /claims` */
export const claims = await httpHookHandler({ hook: genericClaims, policy, instances, sources });
