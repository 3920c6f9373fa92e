import { randomBytes } from 'node:crypto';
import type { ClaimsSet, ClaimValue } from '../../../lib/claims/claim-value.ts';
import type { TokenKind } from '../../../lib/token-request.ts';
import type { Answer, HookFixture, Outcome, RequestSketch } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { expectHttp, isMembers, jsonBody, member } from './answers.ts';

const clientId = '1u31N7of6gCNR9FqkG1neSlsF_Qa';

/** An action with "Basic" as its authentication. */
export const wso2Caller = (path: string): HookFixture['caller'] => {
  return async () => {
    const password = randomBytes(24).toString('base64url');
    const basic = (secret: string) => ({ authorization: `Basic ${btoa(`wso2:${secret}`)}` });
    return {
      proof: { kind: 'basic', secret: 'wso2', username: 'wso2' },
      secrets: { wso2: { current: password } },
      call: async (event, proof = 'genuine') => {
        const headers = proof === 'missing' ? {} : basic(proof === 'genuine' ? password : `${password}x`);
        return httpApiEvent({
          path,
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(event),
        });
      },
      raw: async (body) =>
        httpApiEvent({ path, headers: { 'content-type': 'application/json', ...basic(password) }, body }),
    };
  };
};

/** An access token's action: `accessToken`; an ID token's: `idToken`. */
type Action = { readonly token: TokenKind; readonly member: 'accessToken' | 'idToken' };

export const wso2Event = (
  { token, member: name }: Action,
  { subject, grantType, client, scopes, audiences, organization, groups, present, idpAttributes }: RequestSketch,
): unknown => {
  const machine = subject?.kind === 'client' || grantType === 'client_credentials';
  if (machine && name === 'idToken') return undefined;
  const user = subject?.id ?? 'e204849c-4ec2-41f1-8ff7-ec1ebff02821';
  const application = subject?.id ?? client ?? clientId;
  const own = {
    iss: 'https://localhost:9443/oauth2/token',
    ...(name === 'accessToken'
      ? { client_id: client ?? clientId, aut: machine ? 'APPLICATION' : 'APPLICATION_USER' }
      : { azp: client ?? clientId, auth_time: 1769344213 }),
    expires_in: 3600,
    aud: audiences?.length ? audiences : [client ?? clientId],
    sub: machine ? application : user,
  };
  const custom = present?.[token] ?? {};
  const prefix = `/${name}/claims/`;
  const scopesPath = name === 'accessToken' ? ['/accessToken/scopes/'] : [];
  const changeable = [...Object.keys(custom).map((claim) => prefix + claim), ...scopesPath, `${prefix}aud/`];
  return {
    requestId: 'r1',
    actionType: name === 'accessToken' ? 'PRE_ISSUE_ACCESS_TOKEN' : 'PRE_ISSUE_ID_TOKEN',
    event: {
      request: {
        grantType: grantType ?? (machine ? 'client_credentials' : 'authorization_code'),
        clientId: machine ? application : (client ?? clientId),
        scopes: scopes?.requested ?? scopes?.granted ?? [],
      },
      tenant: { id: '-1234', name: 'carbon.super' },
      organization: { id: 'f2604b90-1c57-4d0f-9a5f-6d8b0a2e7c11', name: 'carbon.super', depth: 0 },
      ...(machine
        ? {}
        : {
            user: {
              id: user,
              userType: 'LOCAL',
              ...(groups ? { groups } : {}),
              ...(Array.isArray(idpAttributes?.['roles']) ? { roles: idpAttributes['roles'] } : {}),
              ...(organization === undefined ? {} : { accessingOrganization: { id: organization, depth: 1 } }),
            },
          }),
      [name]: {
        ...(name === 'accessToken' ? { tokenType: 'JWT', scopes: scopes?.granted ?? [] } : {}),
        claims: Object.entries({ ...own, ...custom }).map(([claim, value]) => ({ name: claim, value })),
      },
    },
    allowedOperations: [
      { op: 'add', paths: [prefix, ...scopesPath, `${prefix}aud/`] },
      { op: 'remove', paths: changeable },
      { op: 'replace', paths: [...changeable, `${prefix}expires_in`] },
    ],
  };
};

type Claims = Map<string, ClaimValue>;
type Operation = { readonly op: unknown; readonly path: string; readonly value: unknown };

const isSimple = (value: unknown): value is ClaimValue =>
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((element) => typeof element === 'string'));

/** As WSO2 applies one: by the request's token, name by name; what fails is skipped. */
const apply = (claims: Claims, before: Claims, prefix: string, { op, path, value }: Operation): void => {
  if (!path.startsWith(prefix)) return;
  if (op === 'add') {
    const name = member(value, 'name');
    const added = member(value, 'value');
    if (typeof name !== 'string' || before.has(name) || name.toLowerCase() === 'scope' || !isSimple(added)) return;
    claims.set(name, added);
    return;
  }
  const name = path.slice(prefix.length);
  // A slash is a step into an object, `aud...` the audience, a number an index.
  if (name.includes('/') || name.startsWith('aud') || /^[+-]?\d+$/.test(name) || !before.has(name)) return;
  if (op === 'remove') claims.delete(name);
  if (op === 'replace' && isSimple(value)) claims.set(name, value);
};

const isAllowed = (event: unknown, { op, path }: Operation): boolean => {
  const allowed = member(event, 'allowedOperations');
  const base = path.slice(0, path.lastIndexOf('/') + 1);
  return (Array.isArray(allowed) ? allowed : []).some((entry: unknown) => {
    const paths = member(entry, 'paths');
    return member(entry, 'op') === op && Array.isArray(paths) && (paths.includes(path) || paths.includes(base));
  });
};

export const wso2Idp = ({ token, member: name }: Action, event: unknown, answer: Answer | undefined): Outcome => {
  const body = answer && jsonBody(answer);
  const status = answer?.kind === 'http' ? answer.status : 0;
  const actionStatus = member(body, 'actionStatus');
  if (status === 200 && actionStatus === 'FAILED') {
    const reason = member(body, 'failureReason');
    const message = String(member(body, 'failureDescription'));
    return reason === 'server_error' ? { issued: false, as: 'error' } : { issued: false, as: 'denied', message };
  }
  const operations = member(body, 'operations');
  if (status !== 200 || actionStatus !== 'SUCCESS' || !Array.isArray(operations)) return { issued: false, as: 'error' };
  const list = member(event, 'event', name, 'claims');
  const before: Claims = new Map(
    (Array.isArray(list) ? list : []).map((claim: unknown) => [
      String(member(claim, 'name')),
      member(claim, 'value') as ClaimValue,
    ]),
  );
  const claims = new Map(before);
  for (const entry of operations as readonly unknown[]) {
    const operation = { op: member(entry, 'op'), path: String(member(entry, 'path')), value: member(entry, 'value') };
    if (isMembers(entry) && isAllowed(event, operation)) apply(claims, before, `/${name}/claims/`, operation);
  }
  return { issued: true, tokens: { [token]: Object.fromEntries(claims) as ClaimsSet } };
};

export const wso2Renders = (name: Action['member']): HookFixture['renders'] => ({
  deny: (answer, { message }) =>
    expectHttp(answer, 200, {
      actionStatus: 'FAILED',
      failureReason: 'access_denied',
      failureDescription: message,
    }),
  failClosed: (answer, { message }) =>
    expectHttp(answer, 500, { actionStatus: 'ERROR', errorMessage: 'server_error', errorDescription: message }),
  failOpen: (answer, { statusClaim }) =>
    expectHttp(answer, 200, {
      actionStatus: 'SUCCESS',
      operations: [{ op: 'add', path: `/${name}/claims/-`, value: { name: statusClaim, value: 'degraded' } }],
    }),
  unchanged: (answer) => expectHttp(answer, 200, { actionStatus: 'SUCCESS', operations: [] }),
});
