import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { Browser } from './browser.ts';

/** What a login or an exchange gave: verified claims, or the error that the application was given. */
export type Outcome =
  | {
      readonly issued: true;
      readonly idToken?: JWTPayload;
      readonly accessToken: JWTPayload;
      readonly userinfo?: Readonly<Record<string, unknown>>;
      readonly refreshToken?: string | undefined;
    }
  | { readonly issued: false; readonly error: string; readonly description: string };

export type LoginRequest = {
  readonly client: string;
  readonly sub: string;
  readonly scope: string;
  readonly audience: string;
  readonly organization?: string | undefined;
  /** Where the client is called back. */
  readonly callback?: string;
};

const appCallback = 'http://127.0.0.1/callback';
/** The local identity provider is on 127.0.0.1, without TLS. */
const insecure = { execute: [client.allowInsecureRequests] };

const refusal = (error: unknown): Outcome => {
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) {
    return { issued: false, error: error.error, description: error.error_description ?? '' };
  }
  throw error;
};

/** Everything that a relying party and an API do with the identity provider, with its published metadata and keys only. */
export const createRelyingParty = (issuer: URL) => {
  const configure = (id: string, authentication: client.ClientAuth) =>
    client.discovery(issuer, id, undefined, authentication, insecure);

  const verify = async (config: client.Configuration, token: string, audience: string): Promise<JWTPayload> => {
    const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? ''));
    const { payload } = await jwtVerify(token, keys, {
      issuer: issuer.href.replace(/\/$/, ''),
      audience,
      algorithms: ['RS256'],
    });
    return payload;
  };

  type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;
  const read = async (config: client.Configuration, tokens: Tokens, audience: string): Promise<Outcome> => {
    const { sub } = tokens.claims() ?? {};
    return {
      issued: true,
      accessToken: await verify(config, tokens.access_token, audience),
      ...(tokens.id_token ? { idToken: await verify(config, tokens.id_token, config.clientMetadata().client_id) } : {}),
      ...(sub ? { userinfo: await client.fetchUserInfo(config, tokens.access_token, sub) } : {}),
      refreshToken: tokens.refresh_token,
    };
  };

  return {
    /** Authorization code with PKCE, then userinfo. */
    logIn: async (request: LoginRequest): Promise<Outcome> => {
      const { callback = appCallback } = request;
      const config = await configure(request.client, client.None());
      const pkceCodeVerifier = client.randomPKCECodeVerifier();
      const expectedState = client.randomState();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: request.scope,
        audience: request.audience,
        state: expectedState,
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        ...(request.organization ? { organization: request.organization } : {}),
      });
      try {
        const answer = await new Browser().logIn(url, callback, request);
        const tokens = await client.authorizationCodeGrant(config, answer, { pkceCodeVerifier, expectedState });
        return await read(config, tokens, request.audience);
      } catch (error) {
        return refusal(error);
      }
    },
    refresh: async (request: Pick<LoginRequest, 'client' | 'audience'>, refreshToken: string): Promise<Outcome> => {
      const config = await configure(request.client, client.None());
      try {
        return await read(config, await client.refreshTokenGrant(config, refreshToken), request.audience);
      } catch (error) {
        return refusal(error);
      }
    },
    clientCredentials: async (
      request: Pick<LoginRequest, 'client' | 'audience' | 'scope'>,
      secret: string,
    ): Promise<Outcome> => {
      const config = await configure(request.client, client.ClientSecretPost(secret));
      const { audience, scope } = request;
      try {
        return await read(config, await client.clientCredentialsGrant(config, { audience, scope }), audience);
      } catch (error) {
        return refusal(error);
      }
    },
  };
};
