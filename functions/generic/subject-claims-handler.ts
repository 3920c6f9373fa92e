import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { genericSubjectClaims } from './subject-claims.ts';

/** `GET /claims/{subject}`, `GET /claims?subject=...` */
export const subjectClaims = await httpHookHandler({ hook: genericSubjectClaims, policy, instances, sources });
