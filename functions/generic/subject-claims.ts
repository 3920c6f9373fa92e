import * as z from 'zod/mini';
import { parseAudience } from '../../lib/parse-audience.ts';
import { parseScope } from '../../lib/parse-scope.ts';
import { defineTokenHook, type HttpReply } from '../../lib/token-hook.ts';
import { nothingPresent, tokenKinds } from '../../lib/token-request.ts';
import { genericLimits } from './limits.ts';
import { denyReply } from './reply.ts';

const text = z.nullish(z.string());

/** Path and query of the request; a parameter that is given twice is refused. */
const subjectClaimsEvent = z
  .object({
    subject: text,
    /** The login name, which Keycloak's "JSON remote claim" mapper sends; the instance's `subject` must ask for it. */
    username: text,
    type: z.nullish(z.enum(['user', 'client'])),
    client_id: text,
    scope: text,
    audience: text,
    organization: text,
    /** The one token that the answer is for; absent: every token that the instance names. */
    token: z.nullish(z.enum(tokenKinds)),
  })
  .check(z.refine(({ subject, username }) => Boolean(subject || username), 'Expected a subject'));

export type GenericSubjectClaimsEvent = z.infer<typeof subjectClaimsEvent>;

/**
 * The generic contract in its smallest form: `GET /claims/{subject}`, one flat JSON object, for callers that can only
 * fetch (Keycloak's community mappers, REST data sources). One set of claims answers for every token.
 */
export const genericSubjectClaims = defineTokenHook({
  idp: 'generic',
  name: 'generic/subject-claims',
  event: subjectClaimsEvent,
  limits: { ...genericLimits, scopes: 'granted', sharedClaimsSet: tokenKinds },
  toTokenRequest: (event, settings) => {
    const machine = event.type === 'client';
    const id = (settings.subject === 'username' ? event.username : event.subject) ?? '';
    return {
      grantType: machine ? 'client_credentials' : 'authorization_code',
      subject: { kind: machine ? 'client' : 'user', id },
      client: event.client_id || (machine ? id : ''),
      scopes: event.scope == null ? {} : { granted: parseScope(event.scope) },
      audiences: parseAudience(event.audience),
      organization: event.organization || undefined,
      groups: [],
      idpAttributes: {},
      tokens: event.token ? [event.token] : machine ? ['access_token'] : (settings.tokens ?? tokenKinds),
      present: nothingPresent,
    };
  },
  issue: (_event, { claims }): HttpReply => ({
    status: 200,
    body: { ...claims.userinfo, ...claims.id_token, ...claims.access_token },
  }),
  unchanged: (): HttpReply => ({ status: 200, body: {} }),
  deny: denyReply,
});
