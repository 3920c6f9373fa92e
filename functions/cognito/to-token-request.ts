import type { Attributes } from '../../lib/claims/claim-value.ts';
import { InvalidConfigurationError, InvalidEventError } from '../../lib/errors.ts';
import type { TranslationSettings } from '../../lib/token-hook.ts';
import { type IncomingTokenRequest, nothingPresent, type Subject, type TokenKind } from '../../lib/token-request.ts';
import { toGrantType } from './grant-type.ts';
import type { PreTokenGenerationEvent } from './pre-token-generation-event.ts';

type UserAttributes = Readonly<Record<string, unknown>>;

const text = (attributes: UserAttributes, name: string): string | undefined => {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Closed: who could choose `email` or a custom attribute as the subject could become somebody else by editing it. */
const toSubject = (event: PreTokenGenerationEvent, machine: boolean, field = 'sub'): Subject => {
  if (machine) return { kind: 'client', id: event.callerContext.clientId };
  if (field !== 'sub' && field !== 'userName') {
    throw new InvalidConfigurationError(
      `The subject of a Cognito instance cannot be "${field}": expected "sub" or "userName" in hooks.config.ts.`,
    );
  }
  const id = field === 'userName' ? event.userName : text(event.request.userAttributes ?? {}, field);
  if (id) return { kind: 'user', id };
  throw new InvalidEventError(
    `Missing the subject in a ${event.triggerSource} event: expected ${field === 'userName' ? 'userName' : `request.userAttributes.${field}`}. The instance's "subject" setting (hooks.config.ts) chooses the field.`,
  );
};

/** Only attributes that the instance vouches for: a person may edit some of the others through the user pools API. */
const toIdpAttributes = (attributes: UserAttributes, vouchedFor: readonly string[] = []): Attributes =>
  Object.fromEntries(
    vouchedFor.flatMap((name) => {
      const value = text(attributes, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/**
 * Reads what Cognito says about the moment of issuance. `clientMetadata` is left where it is: the caller writes it.
 * The event names no audience, and the claims that it shows are the user's attributes, not what a token carries.
 * @throws InvalidEventError without a subject; InvalidConfigurationError where another field shall be it
 */
export const toTokenRequest = (
  event: PreTokenGenerationEvent,
  settings: TranslationSettings,
  userTokens: readonly TokenKind[],
): IncomingTokenRequest => {
  const { request, triggerSource, callerContext } = event;
  const attributes = request.userAttributes ?? {};
  const machine = triggerSource === 'TokenGeneration_ClientCredentials';
  return {
    grantType: toGrantType(triggerSource),
    subject: toSubject(event, machine, settings.subject),
    email: text(attributes, 'email_verified') === 'true' ? text(attributes, 'email') : undefined,
    client: callerContext.clientId,
    scopes: { granted: request.scopes ?? undefined },
    audiences: [],
    groups: request.groupConfiguration?.groupsToOverride ?? [],
    idpAttributes: toIdpAttributes(attributes, settings.idpAttributes),
    tokens: machine ? ['access_token'] : userTokens,
    present: nothingPresent,
  };
};
