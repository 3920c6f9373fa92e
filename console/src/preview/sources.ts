import type { PreviewDocument } from '../../../functions/admin/schemas/preview.ts';

export type ClaimTrace = PreviewDocument['trace'][number];
type Source = ClaimTrace['sources'][number];
export type Token = ClaimTrace['token'];

const kinds: Readonly<Record<Source['kind'], string>> = {
  default: "the policy's default",
  idp: 'the IdP',
  source: 'source',
  organization: 'the organization',
  group: 'group',
  user: 'the user',
  membership: 'the membership',
  client: 'the client',
  computed: 'computed by the policy',
  system: 'the service',
};

/** A source in words: `group support (version 3)`. */
export const describeSource = ({ kind, name, version }: Source): string =>
  [kinds[kind], name, typeof version === 'number' ? `(version ${version})` : undefined]
    .filter((part) => part !== undefined)
    .join(' ');

export const tokenNames: Readonly<Record<Token, string>> = {
  id_token: 'ID token',
  access_token: 'Access token',
  userinfo: 'UserInfo',
};

/** Why a claim is not in a token, for people. */
export const reasonTexts: Readonly<Record<NonNullable<ClaimTrace['reason']>, string>> = {
  scope_not_granted: 'no granted scope releases it',
  token_not_targeted: 'the policy keeps it out of this token',
  token_unreachable: 'this IdP cannot put it there',
  audience_not_allowed: 'not for this audience',
  client_not_allowed: 'not for this client',
  grant_not_allowed: 'not with this grant',
  no_value: 'no source has a value',
  invalid_value: 'the value does not fit the schema',
  reserved_name: 'the IdP reserves the name',
  forbidden_namespace: 'the namespace is not allowed',
  unsupported_type: 'the IdP does not take this type',
  sensitive_value: 'it looks like sensitive data',
  too_deep: 'nested too deep',
  too_long: 'too long',
  over_budget: 'over the budget of the token',
  undeclared: 'the policy does not declare it',
  already_present: 'the token has it already',
};
