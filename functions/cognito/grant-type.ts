import type { GrantType } from '../../lib/token-request.ts';

/**
 * The OAuth grant behind each `triggerSource`. Sign-in through the user pools API is no OAuth grant; it is `password`,
 * because there the app itself takes the person's credentials (RFC 6749 s.4.3), whatever kind they are.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
const grantTypes: ReadonlyMap<string, GrantType> = new Map([
  ['TokenGeneration_HostedAuth', 'authorization_code'],
  ['TokenGeneration_Authentication', 'password'],
  ['TokenGeneration_NewPasswordChallenge', 'password'],
  ['TokenGeneration_AuthenticateDevice', 'password'],
  ['TokenGeneration_RefreshTokens', 'refresh_token'],
  ['TokenGeneration_ClientCredentials', 'client_credentials'],
]);

/** A source that AWS adds later stands for itself: no claim's `grantTypes` names it, so none is released by mistake. */
export const toGrantType = (triggerSource: string): GrantType => grantTypes.get(triggerSource) ?? triggerSource;
