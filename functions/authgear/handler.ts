import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { authgearIdTokenPreCreate } from './id-token-pre-create.ts';
import { authgearJwtPreCreate } from './jwt-pre-create.ts';

/** `POST /authgear/jwt-pre-create` */
export const jwtPreCreate = httpHookHandler({ hook: authgearJwtPreCreate, policy, instances });

/** `POST /authgear/id-token-pre-create` */
export const idTokenPreCreate = httpHookHandler({ hook: authgearIdTokenPreCreate, policy, instances });
