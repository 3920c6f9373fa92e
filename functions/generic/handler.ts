import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import { genericClaims } from './claims.ts';
import { genericSubjectClaims } from './subject-claims.ts';

/** `POST /claims` */
export const claims = httpHookHandler({ hook: genericClaims, policy, instances });

/** `GET /claims/{subject}`, `GET /claims?subject=...` */
export const subjectClaims = httpHookHandler({ hook: genericSubjectClaims, policy, instances });
