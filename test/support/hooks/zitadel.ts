import { createHmac, randomBytes } from 'node:crypto';
import { zitadelPreAccessToken } from '../../../functions/zitadel/pre-access-token.ts';
import { zitadelPreUserinfo } from '../../../functions/zitadel/pre-userinfo.ts';
import type { ClaimsSet, ClaimValue } from '../../../lib/claims/claim-value.ts';
import type { TokenKind } from '../../../lib/token-request.ts';
import type { Answer, HookCaller, HookFixture, Outcome } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { expectHttp, jsonBody, member } from './answers.ts';

const caller = (path: string) => async (): Promise<HookCaller> => {
  const [key, stranger] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
  const signed = (body: string, by: string): string => {
    const seconds = Math.floor(Date.now() / 1000);
    const hmac = (secret: string) => createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
    // Two signatures, as while a signing key is rotated.
    return `t=${seconds},v1=${hmac(`${stranger}-old`)},v1=${hmac(by)}`;
  };
  const call = (body: string, signature?: string) =>
    httpApiEvent({
      path,
      headers: { 'content-type': 'application/json', ...(signature && { 'ZITADEL-Signature': signature }) },
      body,
    });
  return {
    proof: { kind: 'zitadel-signature', secret: 'zitadel' },
    secrets: { zitadel: { current: key } },
    call: async (event, proof = 'genuine') => {
      const body = JSON.stringify(event);
      if (proof === 'missing') return call(body);
      return call(body, signed(body, proof === 'genuine' ? key : stranger));
    },
    raw: async (body) => call(body, signed(body, key)),
  };
};

/** ZITADEL with an interrupting target: appends what is not there yet, ignores its own prefix. */
const zitadel =
  (tokens: readonly TokenKind[]) =>
  (event: unknown, answer: Answer | undefined): Outcome => {
    const body = answer && jsonBody(answer);
    if (answer?.kind !== 'http' || answer.status < 200 || answer.status > 299 || body === undefined) {
      return { issued: false, as: 'error' };
    }
    const forwarded = member(body, 'forwardedStatusCode');
    if (typeof forwarded === 'number') {
      const as = forwarded >= 400 && forwarded <= 499 ? 'denied' : 'error';
      return { issued: false, as, message: String(member(body, 'forwardedErrorMessage')) };
    }
    const claims: Record<string, ClaimValue> = { ...(member(event, 'userinfo') as ClaimsSet) };
    const appended = member(body, 'append_claims');
    for (const claim of Array.isArray(appended) ? appended : []) {
      const key = String(member(claim, 'key'));
      if (key.startsWith('urn:zitadel:iam') || Object.hasOwn(claims, key)) continue;
      claims[key] = member(claim, 'value') as ClaimValue;
    }
    return { issued: true, tokens: Object.fromEntries(tokens.map((token) => [token, claims])) };
  };

const fixture = (
  hook: HookFixture['hook'],
  path: string,
  name: 'preaccesstoken' | 'preuserinfo',
  tokens: readonly TokenKind[],
): HookFixture => {
  const prefix = name === 'preuserinfo' ? 'pre-userinfo' : 'pre-access-token';
  const [first = 'access_token'] = tokens;
  return {
    hook,
    events: ['human', 'machine', 'old', 'impersonated'].map((variant) => `${prefix}-${variant}.json`),
    junk: [
      { function: name },
      { function: name, userinfo: { sub: '' } },
      { function: 'function/presamlresponse', userinfo: { sub: 'u' } },
      { function: name, userinfo: { sub: 'u' }, user_grants: {} },
    ],
    settings: { scopes: { from: 'assumed', scopes: ['order', 'inventory'] } },
    caller: caller(path),
    event: ({ subject, client, organization, groups, present }) => {
      const id = subject?.id ?? '312909075212468632';
      return {
        function: `function/${name}`,
        userinfo: { sub: id, ...present?.[first] },
        user: { id, ...(subject?.kind === 'client' ? { machine: { name: id } } : { human: { first_name: 'Ada' } }) },
        user_metadata: [],
        ...(organization === undefined ? {} : { org: { id: organization } }),
        user_grants: (groups ?? []).map((group) => {
          const colon = group.indexOf(':');
          return { projectId: group.slice(0, Math.max(colon, 0)), roles: [group.slice(colon + 1)], state: 1 };
        }),
        application: { client_id: client ?? '312909075214000001' },
      };
    },
    idp: zitadel(tokens),
    renders: {
      deny: (answer, { message }) =>
        expectHttp(answer, 200, { forwardedStatusCode: 403, forwardedErrorMessage: message }),
      failClosed: (answer, { message }) =>
        expectHttp(answer, 200, { forwardedStatusCode: 403, forwardedErrorMessage: message }),
      failOpen: (answer, { statusClaim }) =>
        expectHttp(answer, 200, { append_claims: [{ key: statusClaim, value: 'degraded' }] }),
      unchanged: (answer) => expectHttp(answer, 200, {}),
    },
    refresh: 'calls again',
  };
};

export const zitadelPreAccessTokenFixture = fixture(
  zitadelPreAccessToken,
  '/zitadel/pre-access-token',
  'preaccesstoken',
  ['access_token'],
);

export const zitadelPreUserinfoFixture = fixture(zitadelPreUserinfo, '/zitadel/pre-userinfo', 'preuserinfo', [
  'id_token',
  'userinfo',
]);
