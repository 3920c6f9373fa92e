import * as z from 'zod/mini';
import type { ClaimsSet } from '../../lib/claims/claim-value.ts';
import { jsonObject } from '../../lib/json-object.ts';
import type { TranslationSettings } from '../../lib/token-hook.ts';
import type { IncomingTokenRequest } from '../../lib/token-request.ts';
import { vouchedAttributes } from '../../lib/vouched-attributes.ts';

const names = z.nullish(z.array(z.string()));

/** The person, as both events have it. */
export const user = z.object({
  id: z.string().check(z.minLength(1)),
  roles: names,
  groups: names,
  custom_attributes: z.nullish(jsonObject),
});

export const context = z.nullish(z.object({ client_id: z.nullish(z.string()) }));

/** The token to be, as Authgear means to sign it. */
export const token = z.object({ payload: jsonObject });

type BlockingEvent = {
  readonly payload: { readonly user: z.infer<typeof user> };
  readonly context?: z.infer<typeof context>;
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** What both events say in the same way; neither says the grant or the scopes. */
export const toRequest = (
  { payload: { user }, context }: BlockingEvent,
  claims: ClaimsSet,
  { idpAttributes }: TranslationSettings,
) =>
  ({
    grantType: 'authorization_code',
    subject: { kind: 'user', id: user.id },
    client: textOf(context?.client_id) ?? textOf(claims['client_id']) ?? '',
    scopes: {},
    groups: user.groups ?? [],
    // People may edit a custom attribute, where its access control says so: only the vouched ones.
    idpAttributes: vouchedAttributes(
      { roles: user.roles ?? [], custom_attributes: user.custom_attributes ?? {} },
      idpAttributes,
    ),
  }) satisfies Partial<IncomingTokenRequest>;
