import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type AccessTokenClaims, readAccessTokenClaims, UnexpectedClaimsError } from './claims.ts';

export type OrdersApiOptions = {
  /** The IdP's keys, such as `createRemoteJWKSet(new URL('https://idp.example.com/.well-known/jwks.json'))`. */
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
};

type Caller = { readonly subject: string; readonly claims: AccessTokenClaims };
type Variables = { Variables: { caller: Caller } };

/**
 * An API that trusts the custom claims of access tokens: verify the token first, then read the claims with their types.
 * A token that was issued without our claims, because they could not be decided, says so and is refused here.
 */
export const createOrdersApi = ({ keys, issuer, audience }: OrdersApiOptions): Hono<Variables> => {
  const authenticate = createMiddleware<Variables>(async (context, next) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(context.req.header('authorization') ?? '')?.[1];
    if (token === undefined) {
      return context.json({ error: 'invalid_token' }, 401);
    }
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'] });
      const claims = readAccessTokenClaims(payload);
      if (payload.sub === undefined || claims.claims_status === 'degraded') {
        return context.json({ error: 'invalid_token', error_description: 'sign in again' }, 401);
      }
      context.set('caller', { subject: payload.sub, claims });
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof UnexpectedClaimsError) {
        return context.json({ error: 'invalid_token' }, 401);
      }
      throw error;
    }
    return next();
  });

  return new Hono<Variables>()
    .use(authenticate)
    .get('/orders', (context) => {
      const { user_id } = context.get('caller').claims;
      return user_id === undefined
        ? context.json({ error: 'insufficient_scope' }, 403)
        : context.json({ owner: user_id });
    })
    .delete('/orders/:id', (context) =>
      context.get('caller').claims.user_role === 'admin'
        ? context.body(null, 204)
        : context.json({ error: 'insufficient_scope' }, 403),
    );
};
