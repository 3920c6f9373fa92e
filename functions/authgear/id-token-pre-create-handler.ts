import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { authgearIdTokenPreCreate } from './id-token-pre-create.ts';

/** `POST /authgear/id-token-pre-create` */
export const idTokenPreCreate = await httpHookHandler({ hook: authgearIdTokenPreCreate, policy, instances, sources });
