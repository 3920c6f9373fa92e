import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { firebaseBeforeSignIn } from './before-sign-in.ts';

export const beforeSignIn = await httpHookHandler({ hook: firebaseBeforeSignIn, policy, instances, sources });
