import { genericSubjectClaims } from '../../../functions/generic/subject-claims.ts';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import { tokenKinds } from '../../../lib/token-request.ts';
import type { HookFixture } from '../hook-fixture.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';
import { fetchingCaller } from './fetching-caller.ts';

/** A caller that puts the whole answer into every token, and none into the world after anything but 200. */
export const genericSubjectClaimsFixture: HookFixture = {
  hook: genericSubjectClaims,
  events: ['get-user.json', 'get-user-full.json', 'get-machine.json', 'get-username.json'],
  junk: [{ subject: 'ada', type: 'group' }, { subject: 'ada', token: 'refresh_token' }, { client_id: 'shop' }],
  caller: fetchingCaller({ method: 'GET', path: '/claims', secret: 'generic' }),
  event: ({ subject, client, scopes, audiences, organization, tokens }) => ({
    subject: subject?.id ?? 'ada',
    ...(subject?.kind === 'client' ? { type: 'client' } : {}),
    client_id: client ?? (subject?.kind === 'client' ? subject.id : 'shop'),
    ...(scopes?.granted ? { scope: scopes.granted.join(' ') } : {}),
    ...(audiences?.[0] === undefined ? {} : { audience: audiences[0] }),
    ...(organization === undefined ? {} : { organization }),
    ...(tokens?.length === 1 ? { token: tokens[0] } : {}),
  }),
  idp: (event, answer) => {
    const body = answer && jsonBody(answer);
    if (answer?.kind === 'http' && answer.status === 403) {
      return { issued: false, as: 'denied', message: String(member(body, 'error_description')) };
    }
    if (answer?.kind !== 'http' || answer.status !== 200 || !isMembers(body)) return { issued: false, as: 'error' };
    const one = member(event, 'token');
    const machine = member(event, 'type') === 'client';
    const tokens = tokenKinds.filter((token) =>
      typeof one === 'string' ? token === one : !machine || token === 'access_token',
    );
    return { issued: true, tokens: Object.fromEntries(tokens.map((token) => [token, body as ClaimsSet])) };
  },
  renders: {
    deny: (answer, { message }) => expectHttp(answer, 403, { error: 'access_denied', error_description: message }),
    failClosed: (answer, { message }) =>
      expectHttp(answer, 503, { error: 'temporarily_unavailable', error_description: message }),
    failOpen: (answer, { statusClaim }) => expectHttp(answer, 200, { [statusClaim]: 'degraded' }),
    unchanged: (answer) => expectHttp(answer, 200, {}),
  },
  refresh: 'calls again',
};
