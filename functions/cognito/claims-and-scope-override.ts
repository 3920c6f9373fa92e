import type { Issue } from '../../lib/claims/decision.ts';
import { InvalidConfigurationError } from '../../lib/errors.ts';
import { isScopeToken } from '../../lib/scope-token.ts';
import { defineTokenHook, type TokenHook, type TriggerReply } from '../../lib/token-hook.ts';
import { deadlineMs, maximumBytes } from './limits.ts';
import { type PreTokenGenerationEvent, preTokenGenerationEvent } from './pre-token-generation-event.ts';
import { reservedClaims } from './reserved-claims.ts';
import { toTokenRequest } from './to-token-request.ts';
import { deny, reply, unchanged } from './trigger-reply.ts';

const userTokens = ['id_token', 'access_token'] as const;

/** Cognito refuses the whole answer, and so the login, for one scope that is not an RFC 6749 s.3.3 scope token. */
const scopesToAdd = (scopes: readonly string[]): readonly string[] => {
  if (scopes.every(isScopeToken)) return scopes;
  throw new InvalidConfigurationError(
    'changeScopes (claims.config.ts) adds a scope that is empty or has a blank, quote, backslash or non-ASCII character, which Cognito refuses. Add one scope per entry.',
  );
};

const claimsAndScopeOverrideDetails = ({ claims, suppress, scopes }: Issue, machine: boolean) => ({
  ...(!machine && {
    idTokenGeneration: { claimsToAddOrOverride: claims.id_token, claimsToSuppress: suppress.id_token },
  }),
  accessTokenGeneration: {
    claimsToAddOrOverride: claims.access_token,
    claimsToSuppress: suppress.access_token,
    scopesToAdd: scopesToAdd(scopes.add),
    scopesToSuppress: scopes.remove,
  },
  // No groupOverrideDetails: without it the groups stay as they are; an empty one would take them all away.
});

/** What V2_0 and V3_0 share: they differ only in the event's version and in whether machines come too. */
export const claimsAndScopeOverrideHook = (
  name: `cognito/${string}`,
  version: string,
): TokenHook<PreTokenGenerationEvent, TriggerReply> =>
  defineTokenHook({
    idp: 'cognito',
    name,
    event: preTokenGenerationEvent(version),
    limits: {
      tokens: userTokens,
      reserved: reservedClaims,
      names: 'namespaced',
      values: 'json',
      bytes: maximumBytes,
      sharedClaimsSet: [],
      appendOnly: false,
      canSuppress: true,
      canChangeScopes: true,
      scopes: 'granted',
      deadlineMs,
      failsOpen: false,
    },
    toTokenRequest: (event, settings) => toTokenRequest(event, settings, userTokens),
    issue: (event, decision) =>
      reply(event, {
        claimsAndScopeOverrideDetails: claimsAndScopeOverrideDetails(
          decision,
          event.triggerSource === 'TokenGeneration_ClientCredentials',
        ),
      }),
    unchanged,
    deny,
  });
