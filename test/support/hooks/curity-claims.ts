import { curityClaims } from '../../../functions/curity/claims.ts';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import type { Answer, HookFixture, Outcome, RequestSketch } from '../hook-fixture.ts';
import { expectHttp, isMembers, jsonBody } from './answers.ts';
import { fetchingCaller } from './fetching-caller.ts';

/** The claims mapper of these tests puts every attribute into every token of the request. */
const curity = (event: unknown, answer: Answer | undefined): Outcome => {
  const body = answer && jsonBody(answer);
  if (answer?.kind !== 'http' || answer.status !== 200 || !isMembers(body)) return { issued: false, as: 'error' };
  const claims = body as ClaimsSet;
  const machine = isMembers(event) && event['type'] === 'client';
  return {
    issued: true,
    tokens: machine ? { access_token: claims } : { id_token: claims, access_token: claims, userinfo: claims },
  };
};

const sketched = ({ subject, grantType }: RequestSketch): { readonly subject: string; readonly type?: 'client' } => ({
  subject: subject?.id ?? 'ada',
  ...(subject?.kind === 'client' || grantType === 'client_credentials' ? { type: 'client' } : {}),
});

const common = {
  hook: curityClaims,
  idp: curity,
  renders: {
    deny: (answer, { message }) => expectHttp(answer, 403, { error: 'access_denied', error_description: message }),
    failClosed: (answer, { message }) => expectHttp(answer, 500, { error: 'server_error', error_description: message }),
    failOpen: (answer, { statusClaim }) => expectHttp(answer, 200, { [statusClaim]: 'degraded' }),
    unchanged: (answer) => expectHttp(answer, 200, {}),
  },
  refresh: 'calls again',
} as const satisfies Partial<HookFixture>;

export const curityGetFixture: HookFixture = {
  ...common,
  variant: 'GET',
  events: ['get-user.json', 'get-user-any-characters.json', 'get-machine.json'],
  junk: [{ subject: 'ada', type: 'group' }],
  // GET tells the subject only: Curity itself maps scopes to claims.
  settings: { scopes: { from: 'assumed', scopes: ['order', 'inventory'] } },
  caller: fetchingCaller({ method: 'GET', path: '/curity/claims', secret: 'curity' }),
  event: sketched,
};

export const curityPostFixture: HookFixture = {
  ...common,
  variant: 'POST',
  events: ['post-user.json', 'post-user-with-scope.json'],
  junk: [{ subject: '' }, { email: 'ada@example.com' }, { subject: ['ada'] }, { subject: 'ada', type: 'group' }],
  caller: fetchingCaller({ method: 'POST', path: '/curity/claims', secret: 'curity' }),
  event: (sketch) => ({
    ...sketched(sketch),
    ...(sketch.email === undefined ? {} : { email: sketch.email }),
    ...(sketch.client === undefined ? {} : { client_id: sketch.client }),
    ...(sketch.scopes?.granted ? { scope: sketch.scopes.granted.join(' ') } : {}),
  }),
};
