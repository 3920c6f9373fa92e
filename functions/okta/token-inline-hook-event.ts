import * as z from 'zod/mini';
import { jsonObject } from '../../lib/json-object.ts';
import type { Subject } from '../../lib/token-request.ts';

const text = z.nullish(z.string());
const protocolRequest = z.nullish(z.object({ scope: text, grant_type: text, response_type: text }));
const originalGrant = z.nullish(z.object({ request: protocolRequest }));
const id = z.string().check(z.minLength(1));

const wireEvent = z.object({
  data: z.object({
    context: z.object({
      protocol: z.object({
        request: protocolRequest,
        client: z.object({ id }),
        /** The first request, at refresh. Okta's schema and its examples spell it differently. */
        originalGrant,
        OriginalGrant: originalGrant,
      }),
      /** Absent for machines. */
      user: z.nullish(z.object({ id, profile: z.nullish(jsonObject) })),
      session: z.nullish(z.object({ userId: text })),
    }),
    /** Absent when no ID token is asked for. */
    identity: z.nullish(z.object({ claims: z.nullish(jsonObject) })),
    access: z.nullish(
      z.object({
        claims: z.nullish(jsonObject),
        scopes: z.nullish(z.record(z.string(), z.nullish(z.object({ action: text })))),
      }),
    ),
  }),
});

/**
 * The stable id (`00u...`), never the login, which is the access token's `sub`. A machine has no user, and its access
 * token's `sub` is the client's id.
 */
const subjectOf = ({ data }: z.infer<typeof wireEvent>): Subject | undefined => {
  const { user, session, protocol } = data.context;
  const claims = data.access?.claims ?? {};
  if (protocol.request?.grant_type === 'client_credentials') return { kind: 'client', id: protocol.client.id };
  const userId = user?.id ?? session?.userId ?? claims['uid'];
  if (typeof userId === 'string' && userId !== '') return { kind: 'user', id: userId };
  return claims['sub'] === protocol.client.id ? { kind: 'client', id: protocol.client.id } : undefined;
};

/**
 * `com.okta.oauth2.tokens.transform`, with the subject it is about.
 * @see https://developer.okta.com/docs/api/openapi/okta-management/management/tag/InlineHook/
 */
export const tokenInlineHookEvent = z.pipe(
  wireEvent,
  z.transform((event, context) => {
    const subject = subjectOf(event);
    if (subject) return { ...event.data, subject };
    context.issues.push({
      code: 'custom',
      input: event,
      path: ['data', 'context', 'user'],
      message: 'neither a user nor a client speaks for itself',
    });
    return z.NEVER;
  }),
);

export type TokenInlineHookEvent = z.infer<typeof tokenInlineHookEvent>;
