import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { cognitoPreTokenGenerationV1 } from '../../../functions/cognito/pre-token-generation-v1.ts';
import { cognitoPreTokenGenerationV2 } from '../../../functions/cognito/pre-token-generation-v2.ts';
import { cognitoPreTokenGenerationV3 } from '../../../functions/cognito/pre-token-generation-v3.ts';
import type { ClaimsSet } from '../../../lib/claims/claim-value.ts';
import type { PerToken } from '../../../lib/token-request.ts';
import type { Answer, HookCaller, HookFixture, Outcome, RequestSketch } from '../hook-fixture.ts';
import { recordedEvents } from '../recorded-event.ts';
import { isMembers, member } from './answers.ts';

type Version = '1' | '2' | '3';

const userPoolId = 'eu-central-1_EXAMPLE';

const triggerSources: Readonly<Record<string, string>> = {
  refresh_token: 'TokenGeneration_RefreshTokens',
  client_credentials: 'TokenGeneration_ClientCredentials',
  password: 'TokenGeneration_Authentication',
};

/** Cognito lets only its own pools call; whoever else tries names another one, or none. */
const caller = async (): Promise<HookCaller> => ({
  proof: { kind: 'user-pools', userPoolIds: [userPoolId, 'local_EXAMPLE'] },
  secrets: {},
  call: async (event, proof = 'genuine') => {
    const sent = isMembers(event) ? event : {};
    if (proof === 'missing') return Object.fromEntries(Object.entries(sent).filter(([name]) => name !== 'userPoolId'));
    return proof === 'forged' ? { ...sent, userPoolId: 'eu-central-1_STRANGER' } : sent;
  },
});

const event =
  (version: Version) =>
  ({ subject, client, grantType, scopes, groups, email, idpAttributes }: RequestSketch): unknown => {
    const machine = subject?.kind === 'client' || grantType === 'client_credentials';
    if (machine && version !== '3') return undefined;
    const granted = version === '1' ? {} : { scopes: scopes?.granted ?? ['openid'] };
    const envelope = {
      version,
      triggerSource: triggerSources[machine ? 'client_credentials' : (grantType ?? '')] ?? 'TokenGeneration_HostedAuth',
      region: 'eu-central-1',
      userPoolId,
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client ?? '1example23456789' },
      response: version === '1' ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
    };
    if (machine) return { ...envelope, request: { userAttributes: {}, ...granted } };
    return {
      ...envelope,
      userName: 'JaneDoe',
      request: {
        userAttributes: {
          sub: subject?.id ?? randomUUID(),
          'cognito:user_status': 'CONFIRMED',
          ...(email && { email, email_verified: 'true' }),
          ...idpAttributes,
        },
        groupConfiguration: { groupsToOverride: groups ?? [], iamRolesToOverride: [], preferredRole: null },
        ...granted,
      },
    };
  };

/** Names that Cognito keeps to itself, written down from its guide and not from the hook. */
const protectedName = (name: string): boolean =>
  /^(cognito|dev):|^(acr|amr|at_hash|aud|auth_time|azp|client_id|device_key|event_id|exp|iat|identities|iss|jti|nbf|nonce|origin_jti|scope|sub|token_use|username|version)$/.test(
    name,
  );

const own = (sent: unknown): PerToken<ClaimsSet> => {
  const attributes = member(sent, 'request', 'userAttributes');
  const groups = member(sent, 'request', 'groupConfiguration', 'groupsToOverride');
  const common = {
    iss: `https://cognito-idp.eu-central-1.amazonaws.com/${userPoolId}`,
    ...(Array.isArray(groups) && groups.length > 0 && { 'cognito:groups': groups }),
  };
  const scopes = member(sent, 'request', 'scopes');
  return {
    id_token: { ...(isMembers(attributes) ? (attributes as ClaimsSet) : {}), ...common, token_use: 'id' },
    access_token: { ...common, token_use: 'access', scope: Array.isArray(scopes) ? scopes.join(' ') : '' },
    userinfo: {},
  };
};

const overridden = (claims: ClaimsSet, details: unknown): ClaimsSet => {
  const added = member(details, 'claimsToAddOrOverride');
  const suppressed = member(details, 'claimsToSuppress');
  const merged = {
    ...claims,
    ...Object.fromEntries(Object.entries(isMembers(added) ? added : {}).filter(([name]) => !protectedName(name))),
  };
  return Object.fromEntries(
    Object.entries(merged).filter(
      ([name]) => protectedName(name) || !(Array.isArray(suppressed) && suppressed.includes(name)),
    ),
  ) as ClaimsSet;
};

const withoutGroups = ({ 'cognito:groups': _groups, ...claims }: ClaimsSet): ClaimsSet => claims;

/** What Cognito makes of the trigger's answer; where groupOverrideDetails is there, it stands in for the groups. */
const idp = (sent: unknown, answer: Answer | undefined): Outcome => {
  if (answer?.kind === 'thrown') {
    const error = `PreTokenGeneration failed with error ${answer.message}.`;
    return { issued: false, as: 'denied', message: error.replace('PreTokenGeneration failed with error ', '') };
  }
  if (answer?.kind !== 'event') return { issued: false, as: 'error' };
  const response = member(answer.event, 'response');
  const v1 = member(response, 'claimsOverrideDetails');
  const v2 = member(response, 'claimsAndScopeOverrideDetails');
  const details = v2 ?? v1;
  const strings = Object.values(member(v1, 'claimsToAddOrOverride') ?? {}).every((value) => typeof value === 'string');
  if (!strings) return { issued: false, as: 'error' };
  const { id_token, access_token } = own(sent);
  const wiped = isMembers(details) && 'groupOverrideDetails' in details && details['groupOverrideDetails'] === null;
  const tokens = {
    id_token: overridden(wiped ? withoutGroups(id_token) : id_token, v1 ?? member(v2, 'idTokenGeneration')),
    access_token: overridden(wiped ? withoutGroups(access_token) : access_token, member(v2, 'accessTokenGeneration')),
  };
  const machine = member(sent, 'triggerSource') === 'TokenGeneration_ClientCredentials';
  if (machine) return { issued: true, tokens: { access_token: tokens.access_token } };
  // With V1 the access token is out of the hook's reach.
  if (['0', '1'].includes(String(member(sent, 'version'))))
    return { issued: true, tokens: { id_token: tokens.id_token } };
  return { issued: true, tokens };
};

const withoutFullStop = (message: string): string => message.replace(/\.$/, '');
const thrown: HookFixture['renders']['deny'] = (answer, { message }) =>
  expect(answer).toEqual({ kind: 'thrown', message: withoutFullStop(message) });

const degraded = (version: Version, statusClaim: string): unknown => {
  const claims = { claimsToAddOrOverride: { [statusClaim]: 'degraded' }, claimsToSuppress: [] };
  return version === '1'
    ? { claimsOverrideDetails: claims }
    : {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: claims,
          accessTokenGeneration: { ...claims, scopesToAdd: [], scopesToSuppress: [] },
        },
      };
};

const fixture = (hook: HookFixture['hook'], version: Version): HookFixture => ({
  hook,
  events: [
    ...recordedEvents('cognito', `v${version}-`),
    ...(version === '1' ? recordedEvents('cognito', 'v0-') : []),
  ].map((name) => `${name}.json`),
  junk: [
    { version, userPoolId },
    {
      version,
      userPoolId,
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      callerContext: { clientId: 'c' },
      request: {},
    },
    { version, userPoolId, triggerSource: 'TokenGeneration_HostedAuth', callerContext: { clientId: 'c' }, request: {} },
    {
      version,
      userPoolId,
      triggerSource: 'TokenGeneration_HostedAuth',
      callerContext: {},
      request: { userAttributes: { sub: 'u' } },
    },
  ],
  // V1 says no scopes.
  ...(version === '1' && { settings: { scopes: { from: 'assumed', scopes: ['order', 'inventory'] } } as const }),
  caller,
  event: event(version),
  idp,
  renders: {
    deny: thrown,
    failClosed: thrown,
    failOpen: (answer, { event: sent, statusClaim }) =>
      expect(answer).toEqual({
        kind: 'event',
        event: { ...(isMembers(sent) ? sent : {}), response: degraded(version, statusClaim) },
      }),
    unchanged: (answer, { event: sent }) => expect(answer).toEqual({ kind: 'event', event: sent }),
  },
  refresh: 'calls again',
});

export const cognitoPreTokenGenerationV1Fixture = fixture(cognitoPreTokenGenerationV1, '1');
export const cognitoPreTokenGenerationV2Fixture = fixture(cognitoPreTokenGenerationV2, '2');
export const cognitoPreTokenGenerationV3Fixture = fixture(cognitoPreTokenGenerationV3, '3');
