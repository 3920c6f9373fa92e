import { InvalidConfigurationError } from '../lib/errors.ts';
import type { HookFacts } from '../lib/hook-facts.ts';
import { auth0Facts } from './auth0/facts.ts';
import { authgearFacts } from './authgear/facts.ts';
import { cognitoFacts } from './cognito/facts.ts';
import { curityFacts } from './curity/facts.ts';
import { entraFacts } from './entra/facts.ts';
import { firebaseFacts } from './firebase/facts.ts';
import { genericFacts } from './generic/facts.ts';
import type { HookName } from './hooks.ts';
import { hydraFacts } from './hydra/facts.ts';
import { oktaFacts } from './okta/facts.ts';
import { supabaseFacts } from './supabase/facts.ts';
import { wso2Facts } from './wso2/facts.ts';
import { zitadelFacts } from './zitadel/facts.ts';

/** The facts of every hook that there is, by name, each from its IdP's folder; a hook without any does not compile. */
export const hookFacts: Readonly<Record<HookName, HookFacts>> = {
  ...auth0Facts,
  ...cognitoFacts,
  ...oktaFacts,
  ...entraFacts,
  ...hydraFacts,
  ...zitadelFacts,
  ...firebaseFacts,
  ...supabaseFacts,
  ...wso2Facts,
  ...authgearFacts,
  ...curityFacts,
  ...genericFacts,
};

const byName: Readonly<Record<string, HookFacts>> = hookFacts;

/** @throws InvalidConfigurationError for a hook that there is not */
export const factsOf = (hook: string): HookFacts => {
  const facts = Object.hasOwn(byName, hook) ? byName[hook] : undefined;
  if (facts === undefined) throw new InvalidConfigurationError(`There is no hook "${hook}".`);
  return facts;
};
