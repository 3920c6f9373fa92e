import type { ClaimsSet, ClaimValue } from '../../lib/claims/claim-value.ts';
import type { Issue } from '../../lib/claims/decision.ts';
import type { TokenKind } from '../../lib/token-request.ts';
import { reserved } from './limits.ts';
import type { TokenInlineHookEvent } from './token-inline-hook-event.ts';

/** One token's patch, as Okta reads it. */
type Command = { readonly type: string; readonly value: readonly Operation[] };
type Operation = { readonly op: 'add' | 'replace' | 'remove'; readonly path: string; readonly value?: ClaimValue };

/**
 * The path is a JSON Pointer: `~` and `/` in a name have to be escaped, in this order.
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-3
 */
const claimPath = (name: string): string => `/claims/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * One operation that Okta refuses voids all of them, and the token goes out without any: `replace` and `remove` only
 * what the event says is there, and never a claim of the system.
 */
const operations = (present: ClaimsSet, token: 'id_token' | 'access_token', decision: Issue): readonly Operation[] => {
  const claims = decision.claims[token];
  const removed = [...decision.stale[token], ...decision.suppress[token]].filter(
    (name) => Object.hasOwn(present, name) && !Object.hasOwn(claims, name) && !reserved[token].names.has(name),
  );
  return [
    ...Object.entries(claims).map(
      ([name, value]): Operation => ({
        op: Object.hasOwn(present, name) ? 'replace' : 'add',
        path: claimPath(name),
        value,
      }),
    ),
    ...[...new Set(removed)].map((name): Operation => ({ op: 'remove', path: claimPath(name) })),
  ];
};

/** The tokens that this request issues; a command for another one voids all commands. */
export const issuedTokens = ({ identity, access }: TokenInlineHookEvent): readonly TokenKind[] => [
  ...(identity ? (['id_token'] as const) : []),
  ...(access ? (['access_token'] as const) : []),
];

export const toCommands = ({ identity, access }: TokenInlineHookEvent, decision: Issue): readonly Command[] =>
  [
    { type: 'com.okta.identity.patch', value: identity ? operations(identity.claims ?? {}, 'id_token', decision) : [] },
    { type: 'com.okta.access.patch', value: access ? operations(access.claims ?? {}, 'access_token', decision) : [] },
  ].filter(({ value }) => value.length > 0);
