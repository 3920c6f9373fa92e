import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { httpHookHandler } from '../../lib/lambda/http-hook-handler.ts';
import sources from '../../sources.config.ts';
import { entraTokenIssuanceStart } from './token-issuance-start.ts';

export const tokenIssuanceStart = await httpHookHandler({ hook: entraTokenIssuanceStart, policy, instances, sources });
