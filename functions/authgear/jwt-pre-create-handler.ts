import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { authgearJwtPreCreate } from './jwt-pre-create.ts';

/** `POST /authgear/jwt-pre-create` */
export const jwtPreCreate = await httpHookHandler({ hook: authgearJwtPreCreate, policy, instances, sources });
