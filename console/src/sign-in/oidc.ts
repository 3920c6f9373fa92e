import * as client from 'openid-client';
import type { ConsoleSettings } from '../../../functions/admin/console-routes.ts';
import { storeSession } from './session-store.ts';

type Pending = { readonly verifier: string; readonly state: string; readonly nonce: string; readonly returnTo: string };

const pendingKey = 'claims-console.sign-in';
const scope = 'openid claims:read claims:write claims:audit';
const redirectUri = (): string => `${location.origin}/console/`;

const discover = ({ issuer, clientId }: ConsoleSettings): Promise<client.Configuration> => {
  if (clientId === undefined) {
    throw new Error('No client is set for the console: ADMIN_CLIENT_ID of the admin function.');
  }
  const local = new URL(issuer).hostname === '127.0.0.1';
  return client.discovery(new URL(issuer), clientId, undefined, client.None(), {
    // Only a provider on this machine may go without TLS (RFC 8252 s.8.3).
    ...(local && { execute: [client.allowInsecureRequests] }),
  });
};

/** Some providers name the API by `resource` (RFC 8707), some by `audience` (Auth0). */
const apiParameters = (audience: string): Record<string, string> => ({
  audience,
  ...(URL.canParse(audience) && { resource: audience }),
});

/**
 * Sends the operator to the OIDC provider: authorization code with PKCE, state and nonce.
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1
 */
export const startSignIn = async (settings: ConsoleSettings, returnTo: string): Promise<void> => {
  const configuration = await discover(settings);
  const verifier = client.randomPKCECodeVerifier();
  const pending: Pending = { verifier, state: client.randomState(), nonce: client.randomNonce(), returnTo };
  sessionStorage.setItem(pendingKey, JSON.stringify(pending));
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri(),
    scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...apiParameters(settings.audience),
  });
  location.assign(url);
};

/** Whether a query is the provider's answer to an authorization request (RFC 6749 s.4.1.2). */
export const isCallback = (search: string): boolean => /[?&](?:code|error)=/.test(search);

/** Whether the provider has just sent the operator back. */
export const isReturning = (): boolean => sessionStorage.getItem(pendingKey) !== null && isCallback(location.search);

/** Turns the code in the address into a session. Returns the page that the operator came from. */
export const finishSignIn = async (settings: ConsoleSettings): Promise<string> => {
  const pending: Pending = JSON.parse(sessionStorage.getItem(pendingKey) ?? '{}');
  sessionStorage.removeItem(pendingKey);
  const configuration = await discover(settings);
  const tokens = await client.authorizationCodeGrant(
    configuration,
    new URL(location.href),
    { pkceCodeVerifier: pending.verifier, expectedState: pending.state, expectedNonce: pending.nonce },
    apiParameters(settings.audience),
  );
  const claims = tokens.claims();
  const name = [claims?.['name'], claims?.['email'], claims?.sub].find((value) => typeof value === 'string');
  storeSession({
    accessToken: tokens.access_token,
    expiresAt: Date.now() + (tokens.expires_in ?? 300) * 1000,
    name: typeof name === 'string' ? name : 'operator',
    scopes: (tokens.scope ?? scope).split(' '),
  });
  return pending.returnTo;
};
