import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { auth0PostLogin } from './post-login.ts';

export const postLogin = await httpHookHandler({ hook: auth0PostLogin, policy, instances, sources });
