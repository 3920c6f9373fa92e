import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import { parseScope } from '../../lib/parse-scope.ts';
import { defineTokenHook, type HttpReply } from '../../lib/token-hook.ts';
import type { GrantType } from '../../lib/token-request.ts';
import { vouchedAttributes } from '../../lib/vouched-attributes.ts';
import { issuedTokens, toCommands } from './commands.ts';
import { oktaLimits } from './limits.ts';
import { type TokenInlineHookEvent, tokenInlineHookEvent } from './token-inline-hook-event.ts';

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

/** At /authorize there is no grant type: the tokens of the implicit and hybrid flows. */
const grantTypeOf = ({ context }: TokenInlineHookEvent): GrantType => {
  const { grant_type, response_type } = context.protocol.request ?? {};
  return grant_type ?? (response_type ? 'implicit' : 'unknown');
};

const requestedScopes = ({ context: { protocol } }: TokenInlineHookEvent): readonly string[] =>
  parseScope((protocol.request?.scope ? protocol : (protocol.originalGrant ?? protocol.OriginalGrant))?.request?.scope);

/** `data.access.scopes` says what was granted; the access token's `scp` where it is not sent. */
const grantedScopes = ({ access }: TokenInlineHookEvent): readonly string[] | undefined => {
  if (!access?.scopes) return access?.claims ? strings(access.claims['scp']) : undefined;
  return Object.entries(access.scopes).flatMap(([scope, grant]) =>
    (grant?.action ?? 'GRANT') === 'GRANT' ? scope : [],
  );
};

const audiencesOf = (claims: ClaimsSet | null | undefined): readonly string[] => {
  const audience = claims?.['aud'];
  return typeof audience === 'string' ? [audience] : strings(audience);
};

/**
 * Okta's token inline hook, of custom authorization servers. It fails open: every answer that is not a well-formed 200
 * lets the token go out without our claims, so denials and faults are a 200 with `error`.
 * @see https://developer.okta.com/docs/guides/token-inline-hook/
 */
export const oktaTokenInlineHook = defineTokenHook({
  idp: 'okta',
  name: 'okta/token-inline-hook',
  event: tokenInlineHookEvent,
  limits: oktaLimits,
  toTokenRequest: (event, settings) => ({
    grantType: grantTypeOf(event),
    subject: event.subject,
    client: event.context.protocol.client.id,
    scopes: { granted: grantedScopes(event), requested: requestedScopes(event) },
    audiences: audiencesOf(event.access?.claims),
    /** The event names no groups; a groups claim that the authorization server adds is what is there. */
    groups: [
      ...new Set([...strings(event.access?.claims?.['groups']), ...strings(event.identity?.claims?.['groups'])]),
    ],
    idpAttributes: vouchedAttributes({ profile: event.context.user?.profile ?? {} }, settings.idpAttributes),
    tokens: issuedTokens(event),
    present: {
      id_token: event.identity?.claims ?? {},
      access_token: event.access?.claims ?? {},
      userinfo: {},
    },
  }),
  issue: (event, decision): HttpReply => {
    const commands = toCommands(event, decision);
    return commands.length > 0 ? { status: 200, body: { commands } } : { status: 204 };
  },
  unchanged: (): HttpReply => ({ status: 204 }),
  deny: ({ message }): HttpReply => ({ status: 200, body: { error: { errorSummary: message } } }),
});
