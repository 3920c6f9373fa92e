import * as z from 'zod/mini';
import { parseScope } from '../../lib/parse-scope.ts';
import type { HttpReply, ReservedNames } from '../../lib/token-hook.ts';
import { defineTokenHook } from '../../lib/token-hook.ts';
import { nothingPresent, tokenKinds } from '../../lib/token-request.ts';

/**
 * What the data source sends: GET with the subject in the path (or the query) and fixed parameters in the query, or POST
 * with the parameters that it is set up to send.
 */
const claimsEvent = z.object({
  subject: z.string().check(z.minLength(1)),
  /** `client`: the subject is an OAuth client (client credentials). */
  type: z.nullish(z.enum(['user', 'client'])),
  email: z.nullish(z.string()),
  client_id: z.nullish(z.string()),
  scope: z.nullish(z.string()),
});

export type CurityClaimsEvent = z.infer<typeof claimsEvent>;

/** Our keys are names of the data source's attributes: Curity's configuration makes claims of them. */
const none: ReservedNames = { names: new Set(), prefixes: [] };

/** Curity takes every other status than 200 for a refusal; which one, says only what to look for in the logs. */
const statusOf = (reason: string): number => (reason === 'failure' ? 500 : 403);

/**
 * Curity Identity Server: a JSON data source behind a data source claims value provider. Curity asks for attributes, not
 * for tokens: its scopes and claims mappers decide what goes where, so one set of attributes answers for every token.
 * @see https://curity.io/docs/idsvr/latest/developer-guide/data-sources/json-datasource.html
 */
export const curityClaims = defineTokenHook({
  idp: 'curity',
  name: 'curity/claims',
  event: claimsEvent,
  limits: {
    tokens: tokenKinds,
    scopes: 'granted',
    reserved: { id_token: none, access_token: none, userinfo: none },
    names: 'plain',
    profileClaims: true,
    values: 'json',
    /** Curity states no limit; tokens go into headers, and servers take some 8 KB of those. */
    bytes: 100_000,
    sharedClaimsSet: tokenKinds,
    appendOnly: false,
    canSuppress: false,
    canChangeScopes: false,
    /** Curity waits as long as its HTTP client is set up to; a login should not wait longer. */
    deadlineMs: 4000,
    failsOpen: false,
  },
  toTokenRequest: ({ subject, type, email, client_id, scope }, { tokens }) => {
    const machine = type === 'client';
    return {
      grantType: machine ? 'client_credentials' : 'authorization_code',
      subject: { kind: machine ? 'client' : 'user', id: subject },
      email: email || undefined,
      client: machine ? subject : (client_id ?? ''),
      scopes: scope ? { granted: parseScope(scope) } : {},
      audiences: [],
      groups: [],
      idpAttributes: {},
      tokens: machine ? ['access_token'] : (tokens ?? tokenKinds),
      present: nothingPresent,
    };
  },
  /** One set for all tokens, by `sharedClaimsSet`: whichever tokens there are, they carry the same. */
  issue: (_event, { claims }): HttpReply => ({
    status: 200,
    body: { ...claims.userinfo, ...claims.id_token, ...claims.access_token },
  }),
  unchanged: (): HttpReply => ({ status: 200, body: {} }),
  deny: ({ reason, message }): HttpReply => ({
    status: statusOf(reason),
    body: { error: reason === 'failure' ? 'server_error' : 'access_denied', error_description: message },
  }),
});
