import type { TokenKind, TokenRequest } from '../token-request.ts';
import type { CompiledClaim } from './compile.ts';
import type { WithholdReason } from './decision.ts';

/** What the release rules need of a request, worked out once for all claims. */
export type ReleaseContext = {
  readonly request: TokenRequest;
  /** The tokens that exist in this request and that the hook reaches. */
  readonly reachable: ReadonlySet<TokenKind>;
};

/**
 * Why the policy does not release a claim into a token; `undefined`: it does. In this order: token, client, grant,
 * audience, scope, so that the reason named is the one to be changed first.
 * @param refused what {@link notReleasedAtAll} says of the claim, which is the same for every token
 */
export const notReleased = (
  { targeted }: CompiledClaim,
  token: TokenKind,
  { reachable }: ReleaseContext,
  refused: WithholdReason | undefined,
): WithholdReason | undefined => {
  if (!targeted[token]) return 'token_not_targeted';
  return reachable.has(token) ? refused : 'token_unreachable';
};

/** Why this request gets a claim into none of its tokens; `undefined`: it may. */
export const notReleasedAtAll = (
  { definition, releasedBy }: CompiledClaim,
  { request }: ReleaseContext,
): WithholdReason | undefined => {
  const { clients, grantTypes, audiences } = definition;
  if (clients && !clients.includes(request.client)) return 'client_not_allowed';
  if (grantTypes && !grantTypes.includes(request.grantType)) return 'grant_not_allowed';
  if (audiences && !isAudienceAllowed(audiences, request.audiences)) return 'audience_not_allowed';
  if (releasedBy !== 'always' && !request.scopes.granted.some((scope) => releasedBy.has(scope)))
    return 'scope_not_granted';
  return undefined;
};

/** Every audience of the token sees every claim in it, so all of them must be allowed. */
const isAudienceAllowed = (allowed: readonly string[], audiences: readonly string[]): boolean =>
  audiences.length > 0 && audiences.every((audience) => allowed.includes(audience));
