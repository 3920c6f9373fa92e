import type { VerifiedCaller } from './callers/authenticate.ts';
import type { HookCall } from './hook-call.ts';
import { parseJson } from './parse-json.ts';

/**
 * What a hook's schema parses. Where the proof is a JWT in the body, only its verified payload counts.
 * @throws InvalidEventError
 */
export const toEvent = (call: HookCall, caller?: Pick<VerifiedCaller, 'claims' | 'claimsAreEvent'>): unknown => {
  if (caller?.claimsAreEvent) return caller.claims;
  if (call.door === 'trigger') return call.event;
  return call.method === 'GET' ? call.parameters : parseJson(call.body);
};
