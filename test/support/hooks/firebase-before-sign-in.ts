import { firebaseBeforeSignIn } from '../../../functions/firebase/before-sign-in.ts';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import type { Answer, HookFixture, Outcome } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { startJwksServer } from '../jwks-server.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';

const path = '/firebase/before-sign-in';
const issuer = 'https://securetoken.google.com/demo-shop';
const audience = `https://hooks.example.com${path}`;

/** Google: a session claim wins over a stored one of the same name; more than 1000 characters are an error. */
const google = (event: unknown, answer: Answer | undefined): Outcome => {
  if (answer?.kind !== 'http') return { issued: false, as: 'error' };
  const body = jsonBody(answer);
  if (answer.status !== 200) {
    const message = member(body, 'error', 'message');
    return {
      issued: false,
      as: answer.status === 403 ? 'denied' : 'error',
      ...(typeof message === 'string' && { message }),
    };
  }
  const claims = member(body, 'userRecord', 'sessionClaims') ?? {};
  const masked = member(body, 'userRecord', 'updateMask') === 'sessionClaims';
  if (!isMembers(claims) || (Object.keys(claims).length > 0 && !masked)) return { issued: false, as: 'error' };
  const stored = member(event, 'user_record', 'custom_claims');
  const merged = { ...(isMembers(stored) ? stored : {}), ...claims };
  if (JSON.stringify(merged).length > 1000) return { issued: false, as: 'error' };
  return { issued: true, tokens: { id_token: merged as ClaimsSet } };
};

export const firebaseBeforeSignInFixture: HookFixture = {
  hook: firebaseBeforeSignIn,
  events: ['password.json', 'phone.json', 'saml-with-tenant.json'],
  junk: [
    { event_type: 'beforeSignIn', user_record: {} },
    { event_type: 'beforeCreate', user_record: { uid: 'u1' } },
    { event_type: 'beforeSignIn' },
  ],
  settings: { scopes: { from: 'assumed', scopes: ['order', 'inventory'] } },
  caller: async () => {
    const server = await startJwksServer();
    return {
      proof: {
        kind: 'bearer-jwt',
        issuer,
        audience,
        jwksUri: server.uri,
        algorithms: ['RS256'],
        in: { body: 'data.jwt' },
      },
      secrets: {},
      call: async (event, proof = 'genuine') => {
        const { iat: _iat, exp: _exp, ...payload } = isMembers(event) ? event : { event };
        const jwt = await server.sign({ ...payload, iss: issuer, aud: audience }, { forged: proof === 'forged' });
        const body = JSON.stringify({ data: proof === 'missing' ? {} : { jwt } });
        return httpApiEvent({ path, headers: { 'content-type': 'application/json' }, body });
      },
      close: server.close,
    };
  },
  event: ({ subject, grantType, email, present }) =>
    subject?.kind === 'client' || grantType === 'client_credentials' || grantType === 'refresh_token'
      ? undefined
      : {
          iss: issuer,
          aud: audience,
          event_type: 'beforeSignIn',
          sign_in_method: 'password',
          user_record: {
            uid: subject?.id ?? 'u1',
            ...(email === undefined ? {} : { email, email_verified: true }),
            custom_claims: { ...present?.id_token },
          },
        },
  idp: google,
  renders: {
    deny: (answer, { message }) => expectHttp(answer, 403, { error: { status: 'PERMISSION_DENIED', message } }),
    failClosed: (answer, { message }) => expectHttp(answer, 500, { error: { status: 'INTERNAL', message } }),
    failOpen: (answer, { statusClaim }) =>
      expectHttp(answer, 200, {
        userRecord: { sessionClaims: { [statusClaim]: 'degraded' }, updateMask: 'sessionClaims' },
      }),
    unchanged: (answer) => expectHttp(answer, 200, {}),
  },
  refresh: 'does not call',
};
