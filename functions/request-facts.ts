import type { TokenHook } from '../lib/token-hook.ts';
import type { GrantType, RequestSketch, TokenKind } from '../lib/token-request.ts';
import { carriesClaims } from './auth0/resource-server.ts';
import type { HookName } from './hooks.ts';
import { tokensOf as hydraTokens } from './hydra/session.ts';

/** What an IdP's event can say, so that a request that somebody makes up says no more than a real one. */
export type RequestFacts = {
  /** The grant types that it tells or means, the likeliest first; absent: any. */
  readonly grantTypes?: readonly GrantType[];
  /** `client`: the audience is the client. */
  readonly audiences: 'none' | 'one' | 'many' | 'client';
  readonly organization: boolean;
  readonly groups: boolean;
  /** The tokens that the request issues; absent: those of the hook, and the access token alone for a machine. */
  readonly tokens?: (request: RequestSketch) => readonly TokenKind[];
};

const people = ['authorization_code', 'refresh_token', 'password'] as const;
const anyTokens = (tokens: readonly TokenKind[]) => () => tokens;
const idAndAccess: RequestFacts['tokens'] = ({ machine, scopes }) =>
  !machine && scopes.includes('openid') ? ['id_token', 'access_token'] : ['access_token'];

const auth0Tokens = ({ scopes, audiences: [audience] }: RequestSketch): readonly TokenKind[] => [
  ...(scopes.length === 0 || scopes.includes('openid') ? (['id_token', 'userinfo'] as const) : []),
  ...(carriesClaims(audience) ? (['access_token'] as const) : []),
];

const cognito = { grantTypes: people, audiences: 'none', organization: false, groups: true } as const;
const zitadel = {
  grantTypes: ['unknown', 'client_credentials'],
  audiences: 'none',
  organization: true,
  groups: true,
} as const satisfies RequestFacts;
const authgear = { grantTypes: ['authorization_code'], organization: false, groups: true } as const;

/** By hook. */
export const requestFacts: Readonly<Record<HookName, RequestFacts>> = {
  'auth0/post-login': {
    grantTypes: [
      'authorization_code',
      'refresh_token',
      'implicit',
      'password',
      'unknown',
      'urn:openid:params:grant-type:ciba',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'urn:ietf:params:oauth:grant-type:token-exchange',
    ],
    audiences: 'one',
    organization: true,
    groups: true,
    tokens: auth0Tokens,
  },
  'auth0/credentials-exchange': {
    grantTypes: ['client_credentials'],
    audiences: 'one',
    organization: true,
    groups: false,
    tokens: ({ audiences: [audience] }) => (carriesClaims(audience) ? ['access_token'] : []),
  },
  'cognito/pre-token-generation-v1': cognito,
  'cognito/pre-token-generation-v2': cognito,
  'cognito/pre-token-generation-v3': { ...cognito, grantTypes: [...people, 'client_credentials'] },
  'okta/token-inline-hook': { audiences: 'many', organization: false, groups: true, tokens: idAndAccess },
  'entra/token-issuance-start': { grantTypes: ['unknown'], audiences: 'one', organization: false, groups: false },
  'hydra/token-hook': {
    audiences: 'many',
    organization: false,
    groups: false,
    tokens: ({ machine, scopes }) => (machine ? ['access_token'] : hydraTokens(scopes)),
  },
  'hydra/refresh-token-hook': {
    grantTypes: ['refresh_token'],
    audiences: 'many',
    organization: false,
    groups: false,
    tokens: ({ scopes }) => hydraTokens(scopes),
  },
  'zitadel/pre-access-token': zitadel,
  'zitadel/pre-userinfo': { ...zitadel, tokens: anyTokens(['id_token', 'userinfo']) },
  'firebase/before-sign-in': { grantTypes: ['unknown'], audiences: 'client', organization: false, groups: false },
  'supabase/custom-access-token': { grantTypes: people, audiences: 'many', organization: false, groups: false },
  'wso2/pre-issue-access-token': { audiences: 'many', organization: true, groups: true },
  'wso2/pre-issue-id-token': { audiences: 'none', organization: true, groups: true },
  'authgear/jwt-pre-create': { ...authgear, audiences: 'many' },
  'authgear/id-token-pre-create': { ...authgear, audiences: 'none' },
  'curity/claims': {
    grantTypes: ['authorization_code', 'client_credentials'],
    audiences: 'none',
    organization: false,
    groups: false,
  },
  'generic/claims': { audiences: 'many', organization: true, groups: true },
  'generic/subject-claims': {
    grantTypes: ['authorization_code', 'client_credentials'],
    audiences: 'many',
    organization: true,
    groups: false,
  },
};

const byName: Readonly<Record<string, RequestFacts>> = requestFacts;

/** The tokens that production would find in such a request. */
export const tokensOfRequest = ({ name, limits }: TokenHook, request: RequestSketch): readonly TokenKind[] => {
  const facts = requestFactsOf(name);
  if (facts?.tokens !== undefined) return facts.tokens(request);
  return request.machine ? limits.tokens.filter((token) => token === 'access_token') : limits.tokens;
};

/** What an event of the hook can say; `undefined` for a hook that is none of ours. */
export const requestFactsOf = (hook: string): RequestFacts | undefined =>
  Object.hasOwn(byName, hook) ? byName[hook] : undefined;
