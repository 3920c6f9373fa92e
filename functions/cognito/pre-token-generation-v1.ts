import { defineTokenHook, type TriggerReply } from '../../lib/token-hook.ts';
import { deadlineMs, maximumBytes } from './limits.ts';
import { type PreTokenGenerationEvent, preTokenGenerationEvent } from './pre-token-generation-event.ts';
import { reservedClaims } from './reserved-claims.ts';
import { toTokenRequest } from './to-token-request.ts';
import { deny, reply, unchanged } from './trigger-reply.ts';

/**
 * Pre token generation, `LambdaVersion` V1_0: the ID token only, and text only; arrays and objects go in as JSON text.
 * `cognito-local` sends the same event with version "0".
 */
export const cognitoPreTokenGenerationV1 = defineTokenHook<PreTokenGenerationEvent, TriggerReply>({
  idp: 'cognito',
  name: 'cognito/pre-token-generation-v1',
  event: preTokenGenerationEvent('1', '0'),
  limits: {
    tokens: ['id_token'],
    reserved: reservedClaims,
    names: 'namespaced',
    values: 'string',
    bytes: maximumBytes,
    sharedClaimsSet: [],
    appendOnly: false,
    canSuppress: true,
    canChangeScopes: false,
    scopes: 'none',
    deadlineMs,
    failsOpen: false,
  },
  toTokenRequest: (event, settings) => toTokenRequest(event, settings, ['id_token']),
  // Without groupOverrideDetails the groups stay as they are; an empty one would take them all away.
  issue: (event, { claims, suppress }) =>
    reply(event, {
      claimsOverrideDetails: { claimsToAddOrOverride: claims.id_token, claimsToSuppress: suppress.id_token },
    }),
  unchanged,
  deny,
});
