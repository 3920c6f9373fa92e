import * as z from 'zod/mini';
import { jsonObject } from '../../lib/json-object.ts';
import { defineTokenHook, type HttpReply } from '../../lib/token-hook.ts';
import type { Subject } from '../../lib/token-request.ts';
import { vouchedAttributes } from '../../lib/vouched-attributes.ts';
import { denyReply, hydraLimits, issueReply, presentIn, session, subjectOf, tokensOf } from './session.ts';

const names = z.nullish(z.array(z.string()));

const wireEvent = z.object({
  session,
  request: z.object({
    client_id: z.string().check(z.minLength(1)),
    /** Hydra 2.2 and later. */
    client: z.nullish(z.object({ metadata: z.nullish(jsonObject) })),
    requested_scopes: names,
    granted_scopes: names,
    granted_audience: names,
    grant_types: z.array(z.string()).check(z.minLength(1)),
  }),
});

/** Hydra writes the client's id into the subject of a machine token: only the grant tells people and machines apart. */
const subjectFor = ({ session, request }: z.infer<typeof wireEvent>): Subject =>
  request.grant_types.includes('client_credentials')
    ? { kind: 'client', id: request.client_id }
    : { kind: 'user', id: subjectOf(session) };

const tokenHookEvent = z.pipe(
  wireEvent,
  z.transform((event, context) => {
    const subject = subjectFor(event);
    if (subject.id !== '') return { ...event, subject };
    context.issues.push({
      code: 'custom',
      input: event,
      path: ['session', 'id_token', 'subject'],
      message: 'expected a subject: the grant is not client_credentials',
    });
    return z.NEVER;
  }),
);

/**
 * Ory Hydra's and Ory Network's token hook, called for every grant.
 * @see https://www.ory.com/docs/hydra/guides/claims-at-refresh
 */
export const hydraTokenHook = defineTokenHook({
  idp: 'hydra',
  name: 'hydra/token-hook',
  event: tokenHookEvent,
  limits: hydraLimits,
  toTokenRequest: ({ session, request, subject }, settings) => {
    const [grantType = 'unknown'] = request.grant_types;
    const granted = request.granted_scopes ?? [];
    return {
      grantType,
      subject,
      client: request.client_id,
      scopes: { granted, requested: request.requested_scopes ?? granted },
      audiences: request.granted_audience ?? [],
      groups: [],
      idpAttributes: vouchedAttributes(
        { client: { metadata: request.client?.metadata ?? {} } },
        settings.idpAttributes,
      ),
      tokens: subject.kind === 'client' ? ['access_token'] : tokensOf(granted),
      present: presentIn(session),
    };
  },
  issue: ({ session }, decision) => issueReply(session, decision),
  unchanged: (): HttpReply => ({ status: 204 }),
  deny: denyReply,
});
