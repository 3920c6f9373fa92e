import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Logins } from './logins.ts';
import { profileClaims } from './profile-claims.ts';

export type JwtUserinfo = {
  /** Remembers which login a JWT access token belongs to. */
  remember(jti: string, grantId: string): void;
  /** Answers /userinfo for a JWT access token; `false`: it is an opaque one, for oidc-provider to answer. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
};

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  response.end(JSON.stringify(body));
};

/** Auth0 takes an access token for an API at /userinfo too; oidc-provider refuses one that has another audience. */
export const createJwtUserinfo = (options: { issuer: string; keys: JWTVerifyGetKey; logins: Logins }): JwtUserinfo => {
  const { issuer, keys, logins } = options;
  const grants = new Map<string, string>();
  return {
    remember: (jti, grantId) => void grants.set(jti, grantId),
    answer: async (request, response) => {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined) return false;
      try {
        const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256'] });
        const known = logins.find(grants.get(payload.jti ?? '') ?? '');
        if (!known?.login.requestedScopes.includes('openid')) send(response, 403, { error: 'insufficient_scope' });
        else {
          const { account, requestedScopes } = known.login;
          send(response, 200, { ...profileClaims(account, requestedScopes), ...known.result.idToken });
        }
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
        send(response, 401, { error: 'invalid_token' });
      }
      return true;
    },
  };
};
