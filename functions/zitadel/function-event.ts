import * as z from 'zod/mini';
import type { ClaimValue } from '../../lib/claims/claim-value.ts';
import { jsonObject } from '../../lib/json-object.ts';
import type { TranslationSettings } from '../../lib/token-hook.ts';
import type { IncomingTokenRequest, TokenKind } from '../../lib/token-request.ts';
import { vouchedAttributes } from '../../lib/vouched-attributes.ts';

const text = z.nullish(z.string());

/**
 * What a function execution sends. ZITADEL mixes snake case, camel case and, in older versions, Go's own spelling of
 * `user`; `application` and `actor` came late.
 * @see https://zitadel.com/docs/guides/integrate/actions/testing-function-manipulation
 */
export const functionEvent = (name: 'preaccesstoken' | 'preuserinfo') =>
  z.object({
    /** The execution's id; older versions name the function only. */
    function: z.enum([`function/${name}`, name]),
    userinfo: z.pipe(
      jsonObject,
      z.transform((claims, context) => {
        const sub = claims['sub'];
        if (typeof sub === 'string' && sub !== '') return { sub, claims };
        context.issues.push({ code: 'custom', input: claims, path: ['sub'], message: 'expected the id of the user' });
        return z.NEVER;
      }),
    ),
    user: z.nullish(
      z.object({
        username: text,
        machine: z.nullish(z.unknown()),
        /** Go's spelling. */
        Machine: z.nullish(z.unknown()),
      }),
    ),
    user_metadata: z.nullish(z.array(z.object({ key: z.string(), value: text }))),
    org: z.nullish(z.object({ id: text, name: text, primary_domain: text })),
    user_grants: z.nullish(
      z.array(z.object({ projectId: text, roles: z.nullish(z.array(z.string())), state: z.nullish(z.number()) })),
    ),
    application: z.nullish(z.object({ client_id: text })),
  });

export type FunctionEvent = z.infer<ReturnType<typeof functionEvent>>;

/** The domain's `UserGrantStateActive`; a grant without a state comes from a version that sends active ones only. */
const active = 1;

/**
 * Roles as `<project>:<role>`: two projects may each have an `admin`, who is not the same person's privilege.
 */
const groupsOf = ({ user_grants }: FunctionEvent): readonly string[] => [
  ...new Set(
    (user_grants ?? [])
      .filter(({ state }) => (state ?? active) === active)
      .flatMap(({ projectId, roles }) => (roles ?? []).map((role) => `${projectId ?? ''}:${role}`)),
  ),
];

/** Metadata values are base64 of bytes; what is not UTF-8 text is no attribute. */
const decoded = (value: string): string | undefined => {
  try {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const metadataOf = ({ user_metadata }: FunctionEvent): Readonly<Record<string, ClaimValue | undefined>> =>
  Object.fromEntries((user_metadata ?? []).map(({ key, value }) => [key, decoded(value ?? '')]));

/** A service user is a machine: its own kind of key, and the grant by which it gets tokens. */
const isMachine = ({ user }: FunctionEvent): boolean => (user?.machine ?? user?.Machine ?? null) !== null;

const verifiedEmail = ({ email, email_verified }: Readonly<Record<string, ClaimValue>>): string | undefined =>
  typeof email === 'string' && email_verified === true ? email : undefined;

export const toTokenRequest = (
  event: FunctionEvent,
  settings: TranslationSettings,
  tokens: readonly TokenKind[],
): IncomingTokenRequest => {
  const { sub, claims } = event.userinfo;
  const machine = isMachine(event);
  const of = (token: TokenKind) => (tokens.includes(token) ? claims : {});
  return {
    grantType: machine ? 'client_credentials' : 'unknown',
    subject: { kind: machine ? 'client' : 'user', id: sub },
    email: verifiedEmail(claims),
    client: event.application?.client_id ?? (machine ? sub : ''),
    scopes: {},
    audiences: [],
    organization: event.org?.id ?? undefined,
    groups: groupsOf(event),
    idpAttributes: vouchedAttributes(
      {
        metadata: metadataOf(event),
        org: { name: event.org?.name ?? undefined, primary_domain: event.org?.primary_domain ?? undefined },
        user: { username: event.user?.username ?? undefined },
      },
      settings.idpAttributes,
    ),
    tokens,
    present: { id_token: of('id_token'), access_token: of('access_token'), userinfo: of('userinfo') },
  };
};
