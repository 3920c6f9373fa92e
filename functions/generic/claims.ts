import * as z from 'zod/mini';
import { jsonObject } from '../../lib/json-object.ts';
import { parseAudience } from '../../lib/parse-audience.ts';
import { parseScope } from '../../lib/parse-scope.ts';
import { defineTokenHook, type HttpReply } from '../../lib/token-hook.ts';
import { tokenKinds } from '../../lib/token-request.ts';
import { vouchedAttributes } from '../../lib/vouched-attributes.ts';
import { genericLimits } from './limits.ts';
import { denyReply } from './reply.ts';

const name = z.string().check(z.minLength(1));
const names = z.nullish(z.array(z.string()));
const nameOrNames = z.nullish(z.union([z.string(), z.array(z.string())]));

/** Our own format, for callers that can send JSON; `docs/generic/openapi.json` describes it for others. */
const claimsEvent = z.object({
  subject: name,
  /** `client`: the subject is an OAuth client (client credentials). */
  type: z.nullish(z.enum(['user', 'client'])),
  email: z.nullish(z.string()),
  client_id: z.nullish(z.string()),
  grant_type: z.nullish(z.string()),
  /** Granted scopes. */
  scope: nameOrNames,
  /** Scopes that the client asked for, whatever became of them. */
  requested_scope: nameOrNames,
  audience: nameOrNames,
  organization: z.nullish(z.string()),
  groups: names,
  /** The IdP's own attributes; the hook instance says which of them count. */
  attributes: z.nullish(jsonObject),
  /** The tokens that are about to be issued; absent: all three. */
  tokens: z.nullish(z.array(z.enum(tokenKinds))),
  /** What the tokens carry already, after a refresh say. */
  present: z.nullish(
    z.object({
      id_token: z.nullish(jsonObject),
      access_token: z.nullish(jsonObject),
      userinfo: z.nullish(jsonObject),
    }),
  ),
});

export type GenericClaimsEvent = z.infer<typeof claimsEvent>;

/**
 * The generic contract: `POST /claims`, claims per token. For IdPs that run a script of ours (FusionAuth, Logto, Kinde,
 * Descope) and everything else that can send a request.
 */
export const genericClaims = defineTokenHook({
  idp: 'generic',
  name: 'generic/claims',
  event: claimsEvent,
  limits: { ...genericLimits, scopes: 'both', sharedClaimsSet: [] },
  toTokenRequest: (event, settings) => {
    const machine = event.type === 'client';
    return {
      grantType: event.grant_type || (machine ? 'client_credentials' : 'authorization_code'),
      subject: { kind: machine ? 'client' : 'user', id: event.subject },
      email: event.email || undefined,
      client: event.client_id || (machine ? event.subject : ''),
      scopes: {
        ...(event.scope == null ? {} : { granted: parseScope(event.scope) }),
        ...(event.requested_scope == null ? {} : { requested: parseScope(event.requested_scope) }),
      },
      audiences: parseAudience(event.audience),
      organization: event.organization || undefined,
      groups: event.groups ?? [],
      idpAttributes: vouchedAttributes(event.attributes ?? {}, settings.idpAttributes),
      tokens: event.tokens ?? (machine ? ['access_token'] : tokenKinds),
      present: {
        id_token: event.present?.id_token ?? {},
        access_token: event.present?.access_token ?? {},
        userinfo: event.present?.userinfo ?? {},
      },
    };
  },
  /** `remove`: our earlier claims, by the caller's own `present`, that are not released again. */
  issue: (_event, { claims, stale, freshness, version }): HttpReply => ({
    status: 200,
    body: { outcome: 'issue', freshness, version, claims, remove: stale },
  }),
  unchanged: (): HttpReply => ({ status: 200, body: { outcome: 'unchanged' } }),
  deny: denyReply,
});
