import * as z from 'zod/mini';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { defineTokenHook, type HookLimits, type HttpReply, type TokenHook } from '../../lib/token-hook.ts';

const strings = z.optional(z.array(z.string()));

const plainEvent = z.object({
  subject: z.string(),
  client: z.optional(z.string()),
  machine: z.optional(z.boolean()),
  tenant: z.optional(z.string()),
  email: z.optional(z.string()),
  groups: strings,
  granted: strings,
  requested: strings,
  present: z.optional(z.record(z.string(), z.json())),
  /** Makes the hook throw where it says, with a text that must not get out. */
  crash: z.optional(z.enum(['translate', 'issue', 'write'])),
});

export type PlainEvent = z.infer<typeof plainEvent>;

const names = { names: new Set<string>(), prefixes: [] };

const limits: HookLimits = {
  tokens: ['access_token'],
  reserved: { id_token: names, access_token: names, userinfo: names },
  names: 'namespaced',
  values: 'json',
  bytes: 100_000,
  sharedClaimsSet: [],
  appendOnly: false,
  canSuppress: false,
  canChangeScopes: false,
  deadlineMs: 2_000,
  failsOpen: false,
};

/**
 * A token hook of no IdP, in the plainest format, to test what every hook shares. Its answers say which method made them.
 */
export const plainHook = (
  changes: Partial<HookLimits> = {},
  { matchesTenant = false }: { readonly matchesTenant?: boolean } = {},
): TokenHook<PlainEvent, HttpReply> =>
  defineTokenHook<PlainEvent, HttpReply>({
    idp: 'plain',
    name: 'plain/hook',
    event: plainEvent,
    limits: { ...limits, ...changes },
    ...(matchesTenant && { matchesCaller: (event, claims) => claims['tid'] === event.tenant }),
    toTokenRequest: (event) => {
      if (event.crash === 'translate') throw new TypeError(`crashed on ${JSON.stringify(event)}`);
      return {
        grantType: 'authorization_code',
        subject: { kind: event.machine ? 'client' : 'user', id: event.subject },
        email: event.email,
        client: event.client ?? 'app',
        scopes: { granted: event.granted, requested: event.requested },
        audiences: ['https://api.test/'],
        groups: event.groups ?? [],
        idpAttributes: {},
        tokens: ['access_token'],
        present: { id_token: {}, access_token: event.present ?? {}, userinfo: {} },
      };
    },
    issue: (event, { claims, freshness }) => {
      if (event.crash === 'issue') throw new TypeError(`crashed on ${JSON.stringify(event)}`);
      if (event.crash === 'write') {
        const circular: Record<string, ClaimValue> = { text: event.subject };
        circular['self'] = circular;
        return { status: 200, body: circular };
      }
      const body: ClaimValue = { issue: claims.access_token, freshness };
      return { status: 200, body };
    },
    unchanged: () => ({ status: 200, body: { unchanged: true } }),
    deny: ({ reason, message }) => ({ status: 200, body: { deny: reason, message } }),
  });
