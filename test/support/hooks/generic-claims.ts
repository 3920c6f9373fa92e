import { genericClaims } from '../../../functions/generic/claims.ts';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import { tokenKinds } from '../../../lib/token-request.ts';
import type { HookFixture, RequestSketch } from '../hook-fixture.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';
import { fetchingCaller } from './fetching-caller.ts';

const toEvent = (sketch: RequestSketch) => {
  const { subject, grantType, client, scopes, audiences, organization, groups, idpAttributes, tokens } = sketch;
  return {
    subject: subject?.id ?? 'ada',
    ...(subject?.kind === 'client' ? { type: 'client' } : {}),
    ...(sketch.email === undefined ? {} : { email: sketch.email }),
    client_id: client ?? (subject?.kind === 'client' ? subject.id : 'shop'),
    ...(grantType === undefined ? {} : { grant_type: grantType }),
    ...(scopes?.granted ? { scope: scopes.granted } : {}),
    ...(scopes?.requested ? { requested_scope: scopes.requested } : {}),
    ...(audiences ? { audience: audiences } : {}),
    ...(organization === undefined ? {} : { organization }),
    ...(groups ? { groups } : {}),
    ...(idpAttributes ? { attributes: idpAttributes } : {}),
    tokens: tokens ?? (subject?.kind === 'client' ? ['access_token'] : tokenKinds),
    ...(sketch.present ? { present: sketch.present } : {}),
  };
};

const wanted = (event: unknown) => {
  const tokens = member(event, 'tokens');
  return tokenKinds.filter((token) => (Array.isArray(tokens) ? tokens.includes(token) : true));
};

/** A caller that does as `docs/idps/generic.md` says: adds `claims`, takes out `remove`, stops at anything but 200. */
export const genericClaimsFixture: HookFixture = {
  hook: genericClaims,
  events: ['minimal.json', 'full.json', 'refresh.json', 'machine.json'],
  junk: [
    { subject: '' },
    { client_id: 'shop' },
    { subject: 'ada', type: 'group' },
    { subject: 'ada', tokens: ['refresh_token'] },
    { subject: 'ada', scope: 7 },
    { subject: 'ada', present: { access_token: [] } },
  ],
  caller: fetchingCaller({ method: 'POST', path: '/claims', secret: 'generic' }),
  event: toEvent,
  idp: (event, answer) => {
    const body = answer && jsonBody(answer);
    if (answer?.kind === 'http' && answer.status === 403) {
      return { issued: false, as: 'denied', message: String(member(body, 'error_description')) };
    }
    const outcome = member(body, 'outcome');
    if (answer?.kind !== 'http' || answer.status !== 200 || typeof outcome !== 'string') {
      return { issued: false, as: 'error' };
    }
    const tokens = wanted(event).map((token) => {
      const present = member(event, 'present', token);
      const before = isMembers(present) ? present : {};
      const removed = member(body, 'remove', token);
      const kept = Object.entries(before).filter(([name]) => !(Array.isArray(removed) && removed.includes(name)));
      const claims = outcome === 'issue' ? member(body, 'claims', token) : {};
      return [token, { ...Object.fromEntries(kept), ...(isMembers(claims) ? claims : {}) } as ClaimsSet];
    });
    return { issued: true, tokens: Object.fromEntries(tokens) };
  },
  renders: {
    deny: (answer, { message }) => expectHttp(answer, 403, { error: 'access_denied', error_description: message }),
    failClosed: (answer, { message }) =>
      expectHttp(answer, 503, { error: 'temporarily_unavailable', error_description: message }),
    failOpen: (answer, { statusClaim }) => {
      const claims = { [statusClaim]: 'degraded' };
      expectHttp(answer, 200, {
        outcome: 'issue',
        freshness: 'degraded',
        version: '',
        claims: { id_token: claims, access_token: claims, userinfo: claims },
        remove: { id_token: [], access_token: [], userinfo: [] },
      });
    },
    unchanged: (answer) => expectHttp(answer, 200, { outcome: 'unchanged' }),
  },
  refresh: 'calls again with our earlier claims',
};
