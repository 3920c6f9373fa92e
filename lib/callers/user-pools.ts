import type { TriggerHookCall } from '../hook-call.ts';
import { type ProofResult, refused, verified } from './proof-result.ts';

/**
 * The user pool that an event says it comes from. Lambda's resource policy lets only Cognito call, and only for pools
 * that it names; this list tells which instance, and so which realm, a pool belongs to.
 */
export const verifyUserPool = (call: TriggerHookCall, userPoolIds: readonly string[]): ProofResult => {
  const { event } = call;
  const pool = typeof event === 'object' && event !== null && 'userPoolId' in event ? event.userPoolId : undefined;
  if (typeof pool !== 'string') return refused('the event names no user pool');
  return userPoolIds.includes(pool) ? verified : refused('the user pool is not listed');
};
