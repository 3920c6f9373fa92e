import policy from '../../claims.config.ts';
import instances from '../../hooks.config.ts';
import { triggerHookHandler } from '../../lib/lambda/trigger-hook-handler.ts';
import sources from '../../sources.config.ts';
import { pickVersion } from './pick-version.ts';

/** Serves every `LambdaVersion`: which one a user pool sends is the pool's setting, and it may change without us. */
export const preTokenGeneration = await triggerHookHandler({ pick: pickVersion, policy, instances, sources });
