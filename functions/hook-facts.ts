import { InvalidConfigurationError } from '../lib/errors.ts';
import type { Proof, SubjectField } from '../lib/hook-instance.ts';
import type { HookName } from './hooks.ts';

/** What the settings of an instance can be at a hook, for `claims check`. */
export type HookFacts = {
  /** The proofs that its IdP (or what we give it to run) can send. */
  readonly proofs: readonly Proof['kind'][];
  /** The JWT comes in the body, and its payload is the event. */
  readonly jwtInBody?: true;
  /** What the instance's `subject` may say; absent: the hook offers no choice. */
  readonly subjects?: readonly SubjectField[];
  /** `vouched`: the ones that the instance lists; else the roots of those that only administrators can write. */
  readonly idpAttributes: 'vouched' | readonly string[];
};

/** A value in a header, or a token of the IdP's own. */
const header = ['static-header', 'basic', 'bearer-jwt'] as const;
/** Callers that the adopter programs can sign as well; a signature over the body says nothing about a GET. */
const programmed = [...header, 'standard-webhooks', 'body-hmac'] as const;

const cognito = {
  proofs: ['user-pools'],
  subjects: ['sub', 'userName'],
  idpAttributes: 'vouched',
} as const satisfies HookFacts;
const zitadel = { proofs: ['zitadel-signature'], idpAttributes: 'vouched' } as const satisfies HookFacts;
const wso2 = { proofs: header, subjects: ['sub'], idpAttributes: 'vouched' } as const satisfies HookFacts;
const authgear = { proofs: ['body-hmac'], idpAttributes: 'vouched' } as const satisfies HookFacts;

export const hookFacts = {
  'auth0/post-login': { proofs: ['standard-webhooks'], idpAttributes: ['app_metadata', 'roles'] },
  'auth0/credentials-exchange': { proofs: ['standard-webhooks'], idpAttributes: [] },
  'cognito/pre-token-generation-v1': cognito,
  'cognito/pre-token-generation-v2': cognito,
  'cognito/pre-token-generation-v3': cognito,
  'okta/token-inline-hook': { proofs: header, idpAttributes: 'vouched' },
  'entra/token-issuance-start': { proofs: ['bearer-jwt'], idpAttributes: 'vouched' },
  'hydra/token-hook': { proofs: header, idpAttributes: 'vouched' },
  'hydra/refresh-token-hook': { proofs: header, idpAttributes: [] },
  'zitadel/pre-access-token': zitadel,
  'zitadel/pre-userinfo': zitadel,
  'firebase/before-sign-in': { proofs: ['bearer-jwt'], jwtInBody: true, idpAttributes: 'vouched' },
  'supabase/custom-access-token': { proofs: ['standard-webhooks'], idpAttributes: ['app_metadata'] },
  'wso2/pre-issue-access-token': wso2,
  'wso2/pre-issue-id-token': wso2,
  'authgear/jwt-pre-create': authgear,
  'authgear/id-token-pre-create': authgear,
  'curity/claims': { proofs: header, idpAttributes: [] },
  'generic/claims': { proofs: programmed, idpAttributes: 'vouched' },
  'generic/subject-claims': { proofs: header, subjects: ['username'], idpAttributes: [] },
} as const satisfies Readonly<Record<HookName, HookFacts>>;

const byName: Readonly<Record<string, HookFacts>> = hookFacts;

/** @throws InvalidConfigurationError for a hook that there is not */
export const factsOf = (hook: string): HookFacts => {
  const facts = Object.hasOwn(byName, hook) ? byName[hook] : undefined;
  if (facts === undefined) throw new InvalidConfigurationError(`There is no hook "${hook}".`);
  return facts;
};
