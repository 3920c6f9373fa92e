import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { curityClaims } from './claims.ts';

/** `GET /curity/claims/{subject}`, `GET /curity/claims?subject=...`, `POST /curity/claims` */
export const claims = await httpHookHandler({ hook: curityClaims, policy, instances, sources });
