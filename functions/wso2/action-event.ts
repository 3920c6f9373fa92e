import * as z from 'zod/mini';
import type { ClaimsSet, ClaimValue } from '../../lib/claims/claim-value.ts';
import type { Issue } from '../../lib/claims/decision.ts';
import type { Subject, TokenKind } from '../../lib/token-request.ts';
import { vouchedAttributes } from '../../lib/vouched-attributes.ts';

const claim = z.object({ name: z.string(), value: z.custom<ClaimValue>((value) => value !== undefined) });
const organization = z.nullish(z.object({ id: z.nullish(z.string()), depth: z.nullish(z.number()) }));

/** What both actions are sent, v1.0 to v1.2; `organization` came with v1.1. */
export const actionEvent = {
  request: z.object({
    grantType: z.nullish(z.string()),
    clientId: z.string().check(z.minLength(1)),
    scopes: z.nullish(z.array(z.string())),
  }),
  organization,
  /** Absent for machines; without `id` for people of a federated IdP. */
  user: z.nullish(
    z.object({
      id: z.nullish(z.string()),
      federatedIdP: z.nullish(z.string()),
      /** Where the person acts, after a switch of organization. */
      accessingOrganization: organization,
      groups: z.nullish(z.array(z.string())),
      roles: z.nullish(z.array(z.string())),
    }),
  ),
};

const claimList = z.array(claim);

export const allowedOperations = z.array(z.object({ op: z.string(), paths: z.nullish(z.array(z.string())) }));

type Claims = z.infer<typeof claimList>;
type ActionEvent = z.infer<z.ZodMiniObject<typeof actionEvent>>;
type User = ActionEvent['user'];

export const toClaimsSet = (claims: Claims): ClaimsSet =>
  Object.fromEntries(claims.map(({ name, value }) => [name, value]));

export const textOf = (claims: Claims, name: string): string | undefined => {
  const value = claims.find((entry) => entry.name === name)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The claims of a token about somebody. */
export const tokenClaims = claimList.check(
  z.refine((claims) => textOf(claims, 'sub') !== undefined, 'Expected a claim "sub" that is a string'),
);

/** What both actions tell in the same way. */
export const toRequestParts = (
  { request, user, organization: issuing }: ActionEvent,
  claims: Claims,
  { idpAttributes }: { readonly idpAttributes?: readonly string[] | undefined },
) => ({
  grantType: request.grantType ?? 'authorization_code',
  client: request.clientId,
  organization: toOrganization(user, issuing),
  groups: user?.groups ?? [],
  idpAttributes: toIdpAttributes(user, claims, idpAttributes),
});

/** Before the first refresh nothing is ours: a claim of the same plain name is WSO2's own. */
export const toRemovedNames = (
  { grantType }: ActionEvent['request'],
  { stale, suppress }: Pick<Issue, 'stale' | 'suppress'>,
  token: TokenKind,
): readonly string[] => [...(grantType === 'refresh_token' ? stale[token] : []), ...suppress[token]];

/**
 * The person's id in WSO2. A person of a federated IdP has none, only the `sub` that this IdP asserts: it gets the
 * IdP's name in front, so that no other IdP can name somebody else's id. `setting` `sub` takes the `sub` as it is.
 */
export const toUser = (user: User, sub: string, setting: string | undefined): Subject => ({
  kind: 'user',
  id: setting === 'sub' ? sub : user?.id || `${user?.federatedIdP || 'FEDERATED'}|${sub}`,
});

/**
 * Where the person acts: after a switch, the organization they switched to; else the one that issues the token, unless
 * it is the root, to which everybody belongs.
 */
const toOrganization = (
  user: User,
  issuing: { readonly id?: string | null | undefined; readonly depth?: number | null | undefined } | null | undefined,
): string | undefined => user?.accessingOrganization?.id || (issuing?.depth ? issuing.id : undefined) || undefined;

/** `roles` and `claims.<name>`, what the action's configuration makes WSO2 send; people may edit some of the claims. */
const toIdpAttributes = (user: User, claims: Claims, vouched: readonly string[] | undefined) =>
  vouchedAttributes({ ...(user?.roles ? { roles: user.roles } : {}), claims: toClaimsSet(claims) }, vouched);
